using Proctoring.Domain;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Telemetry;

/// <summary>What every log event of the application has to keep to, so that operators can ask for it.</summary>
public sealed class LogTests
{
    /// <summary>All that may be logged. Nothing of it says who somebody is, what was typed, or what lets anybody in.</summary>
    static readonly string[] Allowed =
    [
        "SessionId", "OrganizationId", "AlertId", "ReportId", "Format", "Size", "DurationMs", "Count", "Reason", "Sessions",
        "Partition", "Sequence", "WaitingMs", "RetryingMs", "What", "Function", "Check", "UserId", "Part",
        // Of who shows a wrong operator's key, and of nobody else.
        "Address",
    ];

    [Fact]
    public void EveryEventHasANumberAndANameOfItsOwn()
    {
        Assert.NotEmpty(LogEvent.All);
        Assert.All(LogEvent.All, logged => Assert.InRange(logged.Id, 1, int.MaxValue));
        Assert.Equal(LogEvent.All.Count, LogEvent.All.Select(logged => logged.Id).Distinct().Count());
        Assert.Equal(LogEvent.All.Count, LogEvent.All.Select(logged => logged.Name).Distinct().Count());
    }

    [Fact]
    public void SessionsAndOrganizationsAreNamedTheSameEverywhere()
    {
        foreach (var logged in LogEvent.All)
        {
            foreach (var (parameter, type) in logged.Parameters)
            {
                if (type == typeof(SessionId) || type == typeof(SessionId?)) Assert.Equal("sessionId", parameter);
                if (type == typeof(OrganizationId) || type == typeof(OrganizationId?)) Assert.Equal("organizationId", parameter);
            }

            if (logged.Message.Contains("session ", StringComparison.OrdinalIgnoreCase)) Assert.Contains("SessionId", logged.Properties);
        }
    }

    [Fact]
    public void OnlyWhatIsHarmlessIsLogged() =>
        Assert.All(LogEvent.All, logged => Assert.Empty(logged.Properties.Except(Allowed)));

    [Fact]
    public async Task TheDocumentListsEveryEventAndEveryInstrument()
    {
        var document = await File.ReadAllTextAsync(Repository.File("docs", "observability.md"));

        Assert.All(LogEvent.All, logged => Assert.Contains($"| {logged.Id} | `{logged.Name}` | {logged.Level} |", document, StringComparison.Ordinal));
        using var measured = new Measured();
        Assert.All(measured.Instruments, instrument => Assert.Contains($"| `{instrument}` |", document, StringComparison.Ordinal));
    }
}
