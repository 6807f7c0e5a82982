namespace Proctoring.Domain.Scoring;

/// <summary>What the risk is computed from.</summary>
internal record struct RiskSums
{
    public int TabSwitches;
    public long BlurMs;
    public Samples Typing;
    public Samples Mouse;
    public Samples Answers;
}

/// <summary>The mean of a run of samples.</summary>
internal record struct Samples
{
    public int Count;
    public double Sum;

    public readonly double Mean => Sum / Count;

    public void Add(double sample)
    {
        Count++;
        Sum += sample;
    }
}
