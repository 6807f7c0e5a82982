using Azure.Data.Tables;

namespace Proctoring.Local.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class TableQueryTests(AzuriteFixture azurite)
{
    static readonly DateTimeOffset Start = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task APartitionComesInOrderOfItsRowKeys()
    {
        var table = await Filled();
        var rows = await table.QueryAsync<TableEntity>("PartitionKey eq 'a'").ToListAsync();
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"r{i:D3}"), rows.Select(row => row.RowKey));
        Assert.All(rows, row => Assert.Equal("a", row.PartitionKey));
    }

    [Fact]
    public async Task FiltersSelectByEveryType()
    {
        var table = await Filled();
        Assert.Equal(["r003"], await Keys(table, TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and N eq {3}")));
        Assert.Equal(["r003"], await Keys(table, TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and Big eq {3L << 40}")));
        Assert.Equal(["r003"], await Keys(table, TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and Id eq {Id(3)}")));
        Assert.Equal(["r003"], await Keys(table, TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and Bytes eq {new byte[] { 3, 255 }}")));
        Assert.Equal(["r003"], await Keys(table, TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and Name eq {"it's 3"}")));
        Assert.Equal(["r003", "r004"], await Keys(table, TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and Half ge {1.5} and Half le {2.0}")));
        Assert.Equal(["r023", "r024"], await Keys(table, TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and At gt {Start.AddMinutes(22)}")));
        Assert.Equal(["r000", "r010", "r020"], await Keys(table, TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and Round eq {true}")));
        Assert.Equal(["r003", "r004"], await Keys(table, TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and RowKey ge {"r003"} and RowKey lt {"r005"}")));
        Assert.Equal(2, (await Keys(table, "RowKey eq 'r003'")).Count);
        Assert.Equal(2, (await Keys(table, "(PartitionKey eq 'a' and RowKey eq 'r001') or RowKey eq 'r024' and PartitionKey eq 'b'")).Count);
        Assert.Equal(25, (await Keys(table, "not (PartitionKey eq 'a')")).Count);
    }

    [Fact]
    public async Task APartitionMayHaveAQuoteInItsName()
    {
        var table = await azurite.CreateTableAsync();
        foreach (var partition in new[] { "it's", "it''s", "its" }) await table.AddEntityAsync(new TableEntity(partition, partition));
        Assert.Equal(["it's"], await Keys(table, TableClient.CreateQueryFilter($"PartitionKey eq {"it's"}")));
        Assert.Equal(["it's"], await Keys(table.QueryAsync<TableEntity>(e => e.PartitionKey == "it's" && e.RowKey != "or")));
    }

    [Fact]
    public async Task LambdasAreFilters()
    {
        var table = await Filled();
        var (partition, least) = ("a", 22);
        Assert.Equal(["r023", "r024"], await Keys(table.QueryAsync<TableEntity>(e => e.PartitionKey == partition && e.GetInt32("N") > least)));
        Assert.Equal(["r000", "r001"], await Keys(table.QueryAsync<TableEntity>(e => e.PartitionKey == "b" && e.RowKey.CompareTo("r002") < 0)));
        Assert.Equal(50, (await Keys(table.QueryAsync<TableEntity>(e => true))).Count);
    }

    [Fact]
    public async Task PagesContinueWhereTheLastOneEnded()
    {
        var table = await Filled();
        var keys = new List<string>();
        var sizes = new List<int>();
        string? token = null;
        do
        {
            // A new query with nothing but the token, as a web client would make it.
            var pages = table.QueryAsync<TableEntity>("PartitionKey eq 'a'", maxPerPage: 10).AsPages(token).GetAsyncEnumerator();
            Assert.True(await pages.MoveNextAsync());
            keys.AddRange(pages.Current.Values.Select(row => row.RowKey));
            sizes.Add(pages.Current.Values.Count);
            token = pages.Current.ContinuationToken;
        }
        while (token is not null);
        Assert.Equal([10, 10, 5], sizes);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"r{i:D3}"), keys);

        Assert.Equal(50, (await table.QueryAsync<TableEntity>(maxPerPage: 7).ToListAsync()).Count);
        var narrow = (await table.QueryAsync<TableEntity>(e => e.PartitionKey == "a", maxPerPage: 20, ["N"]).AsPages().ToListAsync()).Select(page => page.Values).ToList();
        Assert.Equal([20, 5], narrow.Select(page => page.Count));
        Assert.Equal((0, null), (narrow[0][0].GetInt32("N")!.Value, narrow[0][0].GetString("Name")));
    }

    [Fact]
    public async Task MoreThanAThousandRowsTakeSeveralPages()
    {
        var table = await azurite.CreateTableAsync();
        foreach (var chunk in Enumerable.Range(0, 1100).Chunk(100))
            await table.SubmitTransactionAsync(chunk.Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:D5}"))));
        var pages = await table.QueryAsync<TableEntity>().AsPages().ToListAsync();
        Assert.Equal([1000, 100], pages.Select(page => page.Values.Count));
    }

    [Fact]
    public async Task OnlySelectedColumnsAreRead()
    {
        var table = await Filled();
        var row = (await table.QueryAsync<TableEntity>("PartitionKey eq 'a' and RowKey eq 'r001'", select: ["RowKey", "N"]).ToListAsync()).Single();
        Assert.Equal(("r001", 1, null), (row.RowKey, row.GetInt32("N"), row.GetString("Name")));
        TableEntity one = await table.GetEntityAsync<TableEntity>("a", "r001", ["Name"]);
        Assert.Equal(("it's 1", (int?)null), (one.GetString("Name"), one.GetInt32("N")));
        Assert.NotEqual(default, one.ETag);
    }

    [Fact]
    public async Task AMalformedFilterIs400()
    {
        var table = await Filled();
        var e = await Assert.ThrowsAsync<Azure.RequestFailedException>(() => table.QueryAsync<TableEntity>("PartitionKey === 'a'").ToListAsync().AsTask());
        Assert.Equal(400, e.Status);
    }

    static Guid Id(int n) => new(n, 0, 0, new byte[8]);

    static async Task<List<string>> Keys(Azure.AsyncPageable<TableEntity> rows) => (await rows.ToListAsync()).ConvertAll(row => row.RowKey);

    static Task<List<string>> Keys(TableClient table, string filter) => Keys(table.QueryAsync<TableEntity>(filter));

    async Task<TableClient> Filled()
    {
        var table = await azurite.CreateTableAsync();
        foreach (var partition in new[] { "b", "a" })
        {
            await table.SubmitTransactionAsync(Enumerable.Range(0, 25).Reverse().Select(i => new TableTransactionAction(
                TableTransactionActionType.Add,
                new TableEntity(partition, $"r{i:D3}")
                {
                    ["N"] = i,
                    ["Big"] = (long)i << 40,
                    ["Half"] = i / 2.0,
                    ["Id"] = Id(i),
                    ["Bytes"] = new byte[] { (byte)i, 255 },
                    ["Name"] = $"it's {i}",
                    ["At"] = Start.AddMinutes(i),
                    ["Round"] = i % 10 == 0,
                })));
        }

        return table;
    }
}
