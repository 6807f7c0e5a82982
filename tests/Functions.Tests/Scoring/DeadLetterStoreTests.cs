using System.Text;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Proctoring.Domain;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Scoring;
using Proctoring.Functions.Sessions;
using Proctoring.Functions.Tests.Sessions;
using Proctoring.Functions.Tests.Telemetry;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Scoring;

public sealed class DeadLetterStoreTests(StorageOnly storage, StorageFixture faulty) : IClassFixture<StorageOnly>, IClassFixture<StorageFixture>
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

    [Fact]
    public void ARowSaysInShortWhyAndOfAnExceptionTheBeginning()
    {
        var long1000 = $"cannot be scored: {new string('x', 982)}";
        Assert.Equal(long1000, (Letter("a", 0) with { Reason = long1000 }).ToRow().GetString("reason"));
        Assert.Equal(long1000, (Letter("a", 0) with { Reason = $"{long1000}y" }).ToRow().GetString("reason"));

        var bare = (Letter("a", 0) with { Reason = long1000, EventId = "e1", Type = "COPY" }).ToBareRow();
        Assert.Equal(("cannot be scored", "s", 2), (bare.GetString("reason"), bare.GetString("session"), bare.GetInt32("size")));
        Assert.All(["eventId", "type", DeadLetter.RawColumn], column => Assert.False(bare.ContainsKey(column)));
        Assert.Equal("unknown", (Letter("a", 0) with { Organization = null }).ToRow().PartitionKey);
    }

    [Fact]
    public void ATimeBeforeAllThatStorageKnowsIsReplacedByThatOfTheStream()
    {
        var earliest = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(earliest, (Letter("a", 0) with { ReceivedAt = earliest }).ToRow().GetDateTimeOffset("receivedAt"));
        Assert.Equal(_clock.GetUtcNow(), (Letter("a", 0) with { ReceivedAt = earliest.AddTicks(-1) }).ToRow().GetDateTimeOffset("receivedAt"));
    }

    [Fact]
    public void EveryEventOfEveryMessageHasAPlaceOfItsOwnAndNewerMessagesComeFirst()
    {
        var letter = Letter("a", 7);
        var position = letter.Position;
        DeadLetter[] inOrder =
        [
            letter with { Position = position with { EnqueuedAt = position.EnqueuedAt.AddTicks(1) } },
            letter with { Index = -1 }, letter, letter with { Index = 1 }, letter with { Index = 10 }, letter with { Index = 999 },
            letter with { Position = position with { SequenceNumber = 8 } },
            letter with { Position = position with { SequenceNumber = 70 } },
            letter with { Position = position with { Partition = "1" } },
        ];
        var keys = inOrder.Select(each => each.ToRow().RowKey).ToList();
        Assert.Equal(keys.Distinct().Order(StringComparer.Ordinal), keys);
    }

    [Theory]
    [InlineData(101, 10)]
    [InlineData(70, 64 * 1024)]
    public async Task NoTransactionIsLargerThanStorageTakes(int count, int size)
    {
        var table = await faulty.CreateTableAsync();
        List<(int Rows, int Bytes)> transactions = [];
        table.Refusing = rows =>
        {
            transactions.Add((rows.Count(), rows.Sum(row => ((TableEntity)row).GetBinary(DeadLetter.RawColumn)!.Length)));
            return null;
        };
        using var measured = new Measured();
        var log = new LoggedEvents();
        var letters = new DeadLetters(table, measured.Metrics, new Logger<DeadLetters>(log));
        var raw = new byte[size];

        await letters.AddAsync([.. Enumerable.Range(0, count).Select(n => Letter("a", n) with { Raw = raw })], CancellationToken.None);

        Assert.Equal(count, transactions.Sum(transaction => transaction.Rows));
        Assert.All(transactions, transaction => Assert.InRange(transaction.Rows, 1, 100));
        Assert.All(transactions, transaction => Assert.InRange(transaction.Bytes, 1, 2 * 1024 * 1024));
        Assert.Equal([count], measured.Values("proctoring.deadletters", "reason=session ended"));
        Assert.Equal(count, Assert.Single(log.Named("SetAside")).Properties["Count"]);
    }

    DeadLetter Letter(string organization, long sequence) => new(
        OrganizationId.Parse(organization), SessionId.Parse("s"), new StreamPosition("0", sequence, _clock.GetUtcNow()), 0, "session ended",
        _clock.GetUtcNow(), "{}"u8.ToArray());
}
