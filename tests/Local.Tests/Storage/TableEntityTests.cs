using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Proctoring.Local.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class TableEntityTests(AzuriteFixture azurite)
{
    static readonly DateTimeOffset Noon = new(2026, 8, 1, 14, 0, 0, 123, TimeSpan.FromHours(2));

    public static TheoryData<object> Values => new(
        "text with \"quotes\", {braces}, 'ticks', \u2028 line separators and \U0001F600",
        "",
        true,
        false,
        0,
        int.MinValue,
        long.MaxValue,
        5L,
        3.0,
        -0.25,
        1e300,
        double.NaN,
        double.PositiveInfinity,
        double.NegativeInfinity,
        Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        Noon,
        new byte[] { 0, 1, 250, 251, 252, 255 },
        Array.Empty<byte>());

    [Theory]
    [MemberData(nameof(Values))]
    public async Task AValueReadsBackWithItsType(object value)
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "alone") { ["Value"] = value });
        await table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "together") { ["Value"] = value })]);

        await foreach (var row in table.QueryAsync<TableEntity>())
        {
            Assert.Equal(value, row["Value"]);
            Assert.Equal(value is DateTimeOffset time ? time.ToUniversalTime() : value, row["Value"]);
            Assert.IsType(value.GetType(), row["Value"]);
        }

        TableEntity one = await table.GetEntityAsync<TableEntity>("p", "together");
        Assert.Equal(value, one["Value"]);
    }

    [Fact]
    public async Task AnEntityKnowsItsVersionAndTime()
    {
        var table = await azurite.CreateTableAsync();
        var before = DateTimeOffset.UtcNow.AddSeconds(-5);
        var added = await table.AddEntityAsync(new TableEntity("p", "r"));

        TableEntity read = await table.GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal(added.Headers.ETag, read.ETag);
        Assert.InRange(read.Timestamp!.Value, before, DateTimeOffset.UtcNow.AddSeconds(5));
        Assert.DoesNotContain(read.Keys, key => key.Contains("@odata", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AClassIsStoredByItsProperties()
    {
        var table = await azurite.CreateTableAsync();
        var stored = new Sample
        {
            PartitionKey = "p",
            RowKey = "r",
            Name = "Ada",
            Count = 3,
            Total = 1L << 40,
            Share = 2.0,
            When = Noon,
            Color = Color.Green,
            Picture = BinaryData.FromBytes(new byte[] { 9, 8 }),
            Bytes = [7, 6],
            Done = true,
            Id = Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
            Day = new DateTime(2026, 8, 1, 12, 30, 0, DateTimeKind.Unspecified),
            Perhaps = 5L << 40,
            Maybe = null,
            Secret = "not stored",
        };
        await table.AddEntityAsync(stored);

        Sample read = await table.GetEntityAsync<Sample>("p", "r");
        Assert.Equal(("Ada", 3, 1L << 40, 2.0), (read.Name, read.Count, read.Total, read.Share));
        Assert.Equal((Noon, Color.Green, (int?)null, null), (read.When, read.Color, read.Maybe, read.Secret));
        Assert.Equal(new byte[] { 9, 8 }, read.Picture!.ToArray());
        Assert.Equal(new byte[] { 7, 6 }, read.Bytes);
        Assert.Equal((true, stored.Id, 5L << 40), (read.Done, read.Id, read.Perhaps!.Value));
        // A time without a zone is taken for UTC.
        Assert.Equal((stored.Day, DateTimeKind.Utc), (read.Day, read.Day.Kind));
        Assert.NotEqual(default, read.ETag);
        Assert.NotNull(read.Timestamp);

        TableEntity raw = await table.GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal(["PartitionKey", "RowKey", "Timestamp", "odata.etag", "Name", "Count", "Total", "Share", "When", "colour", "Picture", "Bytes", "Done", "Id", "Day", "Perhaps"], raw.Keys, Unordered);

        // What was read is written as it is, without the two properties that are the service's own.
        raw["Name"] = "Grace";
        await table.UpdateEntityAsync(raw, raw.ETag, TableUpdateMode.Replace);
        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, raw, ETag.All)]);
        read = await table.GetEntityAsync<Sample>("p", "r");
        Assert.Equal(("Grace", 3, Color.Green), (read.Name, read.Count, read.Color));
        Assert.NotEqual(raw.ETag, read.ETag);
    }

    [Fact]
    public async Task NullsAreNotStored()
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Gone"] = null });
        TableEntity read = await table.GetEntityAsync<TableEntity>("p", "r");
        Assert.False(read.ContainsKey("Gone"));
        Assert.Null(read.GetString("Gone"));
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("a b+c%d&e=f;g,h")]
    [InlineData("(1)'2'")]
    [InlineData("Ünï/cødé")]
    public async Task AnyLegalKeyWorks(string key)
    {
        key = key.Replace("/", "", StringComparison.Ordinal);
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity(key, key) { ["N"] = 1 });
        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, new TableEntity(key, key) { ["M"] = 2 }, ETag.All)]);
        await table.UpsertEntityAsync(new TableEntity(key, key) { ["K"] = 3 });

        TableEntity read = await table.GetEntityAsync<TableEntity>(key, key);
        Assert.Equal((1, 2, 3), (read.GetInt32("N"), read.GetInt32("M"), read.GetInt32("K")));
        Assert.Single(await table.QueryAsync<TableEntity>(e => e.PartitionKey == key).ToListAsync());
        await table.DeleteEntityAsync(key, key);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>(key, key)).HasValue);
    }

    [Fact]
    public async Task KeysThatLookLikeNumbersStayApart()
    {
        var table = await azurite.CreateTableAsync();
        string[] keys = ["01", "1.0", "0x1", " 1", "1e400", "2e400", .. Enumerable.Range(0, 300).Select(i => $"{i:x}")];
        new Random(1).Shuffle(keys);
        await Parallel.ForEachAsync(keys, async (key, _) => await table.AddEntityAsync(new TableEntity(key, key) { ["Key"] = key }, _));
        foreach (var key in keys)
        {
            TableEntity read = await table.GetEntityAsync<TableEntity>(key, key);
            Assert.Equal(key, read.GetString("Key"));
        }
    }

    [Fact]
    public void ATypedGetterRefusesAnotherType()
    {
        var entity = new TableEntity("p", "r") { ["Text"] = "x", ["Number"] = 1 };
        Assert.Throws<InvalidOperationException>(() => entity.GetInt32("Text"));
        Assert.Throws<InvalidOperationException>(() => entity.GetString("Number"));
        Assert.Null(entity.GetInt32("Missing"));
    }

    [Fact]
    public void ATypedGetterGivesWhatIsTheSameInAnotherType()
    {
        var noon = new DateTime(2026, 8, 1, 12, 0, 0, DateTimeKind.Utc);
        var entity = new TableEntity("p", "r")
        {
            ["Time"] = Noon,
            ["Day"] = DateTime.SpecifyKind(noon, DateTimeKind.Unspecified),
            ["Number"] = 1,
            ["Bytes"] = new byte[] { 1 },
            ["Data"] = BinaryData.FromBytes(new byte[] { 2 }),
        };

        Assert.Equal((noon.AddMilliseconds(123), DateTimeKind.Utc), (entity.GetDateTime("Time"), entity.GetDateTime("Time")!.Value.Kind));
        Assert.Equal(new DateTimeOffset(noon), entity.GetDateTimeOffset("Day"));
        Assert.Equal(1L, entity.GetInt64("Number"));
        Assert.Equal((1, 2), (entity.GetBinaryData("Bytes")!.ToArray().Single(), entity.GetBinary("Data")!.Single()));
        Assert.Throws<InvalidOperationException>(() => entity.GetInt32("Time"));
        Assert.Throws<InvalidOperationException>(() => entity.GetDouble("Number"));
    }

    [Fact]
    public async Task WhatNoTableTakesIsRefused()
    {
        var table = await azurite.CreateTableAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => table.AddEntityAsync(new TableEntity("p", "r") { ["List"] = new List<int>() }));
    }

    static bool Unordered(IEnumerable<string> expected, IEnumerable<string> actual) => expected.Order().SequenceEqual(actual.Order());

    public enum Color
    {
        Red,
        Green,
    }

    sealed class Sample : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Name { get; set; }

        public int Count { get; set; }

        public long Total { get; set; }

        public double Share { get; set; }

        public DateTimeOffset When { get; set; }

        [DataMember(Name = "colour")]
        public Color Color { get; set; }

        public BinaryData? Picture { get; set; }

        public int? Maybe { get; set; }

        public long? Perhaps { get; set; }

        public byte[]? Bytes { get; set; }

        public bool Done { get; set; }

        public Guid Id { get; set; }

        public DateTime Day { get; set; }

        [IgnoreDataMember]
        public string? Secret { get; set; }
    }
}
