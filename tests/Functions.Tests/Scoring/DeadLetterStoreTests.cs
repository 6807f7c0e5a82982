using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Scoring;

public sealed class DeadLetterStoreTests(StorageOnly storage) : IClassFixture<StorageOnly>
{
    static readonly PageRequest All = new(200, null);
    readonly StandingClock _clock = new();

    [Fact]
    public async Task DeadLettersAreRemovedAfterTheRetentionTime()
    {
        var letters = new DeadLetters(await storage.TableAsync(), Measured.Nowhere(), NullLogger<DeadLetters>.Instance);
        await letters.AddAsync([.. Enumerable.Range(0, 120).Select(n => Letter("a", n)), Letter("b", 0)], CancellationToken.None);
        _clock.Advance(TimeSpan.FromDays(20));
        await letters.AddAsync([Letter("a", 500)], CancellationToken.None);
        _clock.Advance(TimeSpan.FromDays(11));

        await new ForgetDeadLetters(letters, new SessionOptions { RetentionDays = 30 }, _clock).RunAsync(null!, CancellationToken.None);

        Assert.Single((await letters.ListAsync("a", All, CancellationToken.None)).Items);
        Assert.Empty((await letters.ListAsync("b", All, CancellationToken.None)).Items);
    }

    [Fact]
    public void TheRowOfAMessageThatIsTooLargeForARowHoldsItsBeginning()
    {
        var row = (Letter("a", 0) with { Raw = new byte[1024 * 1024] }).ToRow();

        // What the service counts besides, names and the other columns, comes to some KB.
        Assert.InRange(DeadLetter.ReadRaw(row).Length, 1_000_000, 1024 * 1024 - 16 * 1024);
    }

    DeadLetter Letter(string organization, long sequence) => new(
        OrganizationId.Parse(organization), SessionId.Parse("s"), new StreamPosition("0", sequence, _clock.GetUtcNow()), 0, "session ended",
        _clock.GetUtcNow(), "{}"u8.ToArray());
}
