namespace Proctoring.Functions.Accounts;

/// <summary>
/// Lets the logins of one e-mail address through one after the other, so that guesses sent at once are counted before
/// the next one is tried. Some addresses share a gate, which only costs them a little time.
/// </summary>
sealed class LoginGates
{
    readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> EnterAsync(string email, CancellationToken cancellation)
    {
        var gate = _gates[(uint)email.GetHashCode() % _gates.Length];
        await gate.WaitAsync(cancellation);
        return new Exit(gate);
    }

    sealed class Exit(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
