using System.Text;
using Azure.Data.Tables;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Tests.Sessions;

namespace Proctoring.Functions.Tests.Platform;

[Collection(nameof(StorageFixture))]
public sealed class TablesTests(StorageFixture storage)
{
    [Fact]
    public async Task ManyRowsOfSeveralPartitionsAreRemovedAndCounted()
    {
        var table = await storage.CreateTableAsync();
        foreach (var partition in new[] { "a", "b", "kept" })
            await table.SubmitTransactionAsync(Enumerable.Range(0, 70).Select(i =>
                new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, $"{i}") { ["of"] = partition == "kept" ? "one" : "other" })));

        Assert.Equal(140, await table.RemoveAsync(TableClient.CreateQueryFilter($"of eq {"other"}"), default));

        var left = await table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(70, left.Count);
        Assert.All(left, row => Assert.Equal("kept", row.PartitionKey));
        Assert.Equal(0, await table.RemoveAsync(TableClient.CreateQueryFilter($"of eq {"other"}"), default));
    }

    [Fact]
    public async Task APageHoldsTheRowsOfItsKindAndOneMore()
    {
        var table = await storage.CreateTableAsync();
        foreach (var row in new[] { "p", "p:", "p:1", "p:2", "p:3", "p:4", "p;", "q:1" })
            await table.AddEntityAsync(new TableEntity("a", row) { ["odd"] = row.EndsWith('1') || row.EndsWith('3') });
        await table.AddEntityAsync(new TableEntity("b", "p:5"));

        Assert.Equal(["p:1", "p:2", "p:3"], await ReadAsync(new(2, null)));
        Assert.Equal(["p:3", "p:4"], await ReadAsync(new(2, "2")));
        Assert.Equal(["p:3"], await ReadAsync(new(2, "1"), TableClient.CreateQueryFilter($"odd eq {true}")));

        async Task<IEnumerable<string>> ReadAsync(PageRequest page, string? filter = null) =>
            (await table.ReadPageAsync("a", "p:", page, filter, default)).Select(row => row.RowKey);
    }

    [Theory]
    [InlineData(Tables.LargestProperty, 1)]
    [InlineData(Tables.LargestProperty + 1, 2)]
    [InlineData(3 * Tables.LargestProperty, 3)]
    public async Task WhatOnePropertyCannotHoldIsSpreadOverSeveral(int size, int properties)
    {
        var table = await storage.CreateTableAsync();
        var text = string.Concat(Enumerable.Range(0, size).Select(i => (char)('a' + i % 23)));
        var row = new TableEntity("a", "1").WithBytes("Text", Encoding.UTF8.GetBytes(text)).WithJson("Nothing", (string?)null);
        await table.AddEntityAsync(row);

        var found = (await table.FindAsync("a", "1", default))!;

        Assert.Equal(text, Encoding.UTF8.GetString(found.GetBytes("Text")!));
        Assert.Equal(new[] { "Text", "Text2", "Text3" }[..properties], found.Keys.Where(key => key.StartsWith("Text", StringComparison.Ordinal)).Order());
        Assert.Null(found.GetJson<string>("Nothing"));
        Assert.Null(await table.FindAsync("a", "2", default));
    }
}
