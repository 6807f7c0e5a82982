using System.Text;
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

    [Theory]
    [InlineData(64 * 1024, false)]
    [InlineData(64 * 1024 + 1, true)]
    [InlineData(900_000, true)]
    public async Task OfALargeLetterTheBeginningIsKeptAndSaidToBeCut(int size, bool cut)
    {
        var letters = new DeadLetters(await storage.TableAsync(), Measured.Nowhere(), NullLogger<DeadLetters>.Instance);
        var raw = new byte[size];
        Array.Fill(raw, (byte)'x');

        await letters.AddAsync([Letter("a", 0) with { Raw = raw }], CancellationToken.None);

        var item = Assert.Single((await letters.ListAsync("a", All, CancellationToken.None)).Items);
        Assert.Equal((size, cut), (item.Size, item.Cut));
        Assert.Equal(Math.Min(size, 64 * 1024) + 2, item.Event.Utf8.Length); // with its quotes
    }

    [Theory]
    [InlineData("é")]
    [InlineData("日")]
    [InlineData("🙂")]
    public void ALetterIsCutBetweenTwoCharacters(string character)
    {
        for (var before = 0; before < 4; before++)
        {
            var text = new string('x', before) + string.Concat(Enumerable.Repeat(character, 64 * 1024));

            var kept = (Letter("a", 0) with { Raw = Encoding.UTF8.GetBytes(text) }).Kept;

            Assert.InRange(kept.Length, 64 * 1024 - 3, 64 * 1024);
            Assert.StartsWith(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(kept.Span), text, StringComparison.Ordinal);
        }
    }

    DeadLetter Letter(string organization, long sequence) => new(
        OrganizationId.Parse(organization), SessionId.Parse("s"), new StreamPosition("0", sequence, _clock.GetUtcNow()), 0, "session ended",
        _clock.GetUtcNow(), "{}"u8.ToArray());
}
