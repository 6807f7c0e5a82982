using Azure;
using Azure.Data.Tables;

namespace Proctoring.Local.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class TableTransactionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AllActionsAreCarriedOutTogether()
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(Row("merged", ("Old", 1)));
        await table.AddEntityAsync(Row("replaced", ("Old", 1)));
        await table.AddEntityAsync(Row("deleted"));

        var reply = await table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("added", ("N", 1))),
            new(TableTransactionActionType.UpdateMerge, Row("merged", ("N", 2)), ETag.All),
            new(TableTransactionActionType.UpdateReplace, Row("replaced", ("N", 3)), ETag.All),
            new(TableTransactionActionType.Delete, Row("deleted")),
            new(TableTransactionActionType.UpsertMerge, Row("upserted1", ("N", 4))),
            new(TableTransactionActionType.UpsertReplace, Row("upserted2", ("N", 5))),
        ]);

        Assert.All(reply.Value, response => Assert.Equal(204, response.Status));
        var rows = (await table.QueryAsync<TableEntity>().ToListAsync()).ToDictionary(row => row.RowKey);
        Assert.Equal(["added", "merged", "replaced", "upserted1", "upserted2"], rows.Keys.Order());
        Assert.Equal([1, 2, 3, 4, 5], rows.OrderBy(row => row.Key).Select(row => row.Value.GetInt32("N")!.Value));
        Assert.True(rows["merged"].ContainsKey("Old"));
        Assert.False(rows["replaced"].ContainsKey("Old"));
        Assert.Equal(rows["added"].ETag, reply.Value[0].Headers.ETag);
        Assert.Equal(rows["replaced"].ETag, reply.Value[2].Headers.ETag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task OneStaleVersionUndoesAll(int stale)
    {
        var table = await azurite.CreateTableAsync();
        var rows = new List<ETag>();
        for (var i = 0; i < 3; i++) rows.Add((await table.AddEntityAsync(Row($"{i}", ("N", i)))).Headers.ETag!.Value);
        await table.UpdateEntityAsync(Row($"{stale}", ("N", 100)), ETag.All);

        var actions = rows.Select((etag, i) => new TableTransactionAction(TableTransactionActionType.UpdateReplace, Row($"{i}", ("N", 50)), etag)).ToList();
        actions.Add(new(TableTransactionActionType.Add, Row("new")));
        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(actions));

        Assert.Equal((412, "UpdateConditionNotSatisfied", (int?)stale), (e.Status, e.ErrorCode, e.FailedTransactionActionIndex));
        var after = await table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(Enumerable.Range(0, 3).Select(i => i == stale ? 100 : i), after.Select(row => row.GetInt32("N")!.Value));
    }

    [Fact]
    public async Task ADeletionOfAnOldVersionUndoesAllAndAnUpdateWithoutAVersionAddsItsRow()
    {
        var table = await azurite.CreateTableAsync();
        var old = (await table.AddEntityAsync(Row("a", ("N", 1)))).Headers.ETag!.Value;
        await table.UpdateEntityAsync(Row("a", ("N", 2)), ETag.All);

        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("b")),
            new(TableTransactionActionType.Delete, Row("a"), old),
        ]));
        Assert.Equal((412, "UpdateConditionNotSatisfied", (int?)1), (e.Status, e.ErrorCode, e.FailedTransactionActionIndex));
        Assert.Contains("Failed transaction action: 1", e.Message, StringComparison.Ordinal);
        var reply = await table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpdateMerge, Row("c", ("N", 3))),
            new(TableTransactionActionType.UpdateReplace, Row("d", ("N", 4))),
        ]);

        var rows = await table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal([("a", 2), ("c", 3), ("d", 4)], rows.Select(row => (row.RowKey, row.GetInt32("N")!.Value)));
        Assert.Equal(rows.Skip(1).Select(row => row.ETag), reply.Value.Select(response => response.Headers.ETag!.Value));
    }

    [Fact]
    public async Task ADuplicateInsertUndoesAll()
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(Row("b"));
        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("a")),
            new(TableTransactionActionType.Add, Row("b")),
            new(TableTransactionActionType.Add, Row("c")),
        ]));
        Assert.Equal((409, "EntityAlreadyExists", (int?)1), (e.Status, e.ErrorCode, e.FailedTransactionActionIndex));
        Assert.Equal(["b"], (await table.QueryAsync<TableEntity>().ToListAsync()).Select(row => row.RowKey));
    }

    [Fact]
    public async Task AMissingRowFailsTheTransaction()
    {
        var table = await azurite.CreateTableAsync();
        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("a")),
            new(TableTransactionActionType.UpdateReplace, Row("missing"), ETag.All),
        ]));
        Assert.Equal((404, "ResourceNotFound", (int?)1), (e.Status, e.ErrorCode, e.FailedTransactionActionIndex));
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task AMissingTableFailsTheTransaction()
    {
        var table = new TableClient(azurite.ConnectionString, "nosuchtable");
        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, Row("a"))]));
        Assert.Equal((404, "TableNotFound"), (e.Status, e.ErrorCode));
    }

    [Fact]
    public async Task ARowMayOccurOnce()
    {
        var table = await azurite.CreateTableAsync();
        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpsertMerge, Row("a")),
            new(TableTransactionActionType.UpsertMerge, Row("a")),
        ]));
        Assert.Equal((400, "InvalidDuplicateRow", (int?)1), (e.Status, e.ErrorCode, e.FailedTransactionActionIndex));
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task ATransactionKeepsToOnePartition()
    {
        var table = await azurite.CreateTableAsync();
        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p1", "r")),
            new(TableTransactionActionType.Add, new TableEntity("p2", "r")),
        ]));
        Assert.Equal((400, "CommandsInBatchActOnDifferentPartitions", (int?)1), (e.Status, e.ErrorCode, e.FailedTransactionActionIndex));
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task AHundredActionsAreTheLimit()
    {
        var table = await azurite.CreateTableAsync();
        await table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Row($"a{i}"))));
        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            Enumerable.Range(0, 101).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Row($"b{i}")))));
        Assert.Equal((400, "InvalidInput"), (e.Status, e.ErrorCode));
        Assert.Equal(100, (await table.QueryAsync<TableEntity>().ToListAsync()).Count);
        await Assert.ThrowsAsync<InvalidOperationException>(() => table.SubmitTransactionAsync([]));
    }

    [Fact]
    public async Task FourMebibytesAreTheLimit()
    {
        var table = await azurite.CreateTableAsync();
        await table.SubmitTransactionAsync(Pages("a", 45));
        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(Pages("b", 50)));
        Assert.Equal((413, "RequestBodyTooLarge"), (e.Status, e.ErrorCode));
        Assert.Equal(45, (await table.QueryAsync<TableEntity>(select: ["RowKey"]).ToListAsync()).Count);

        // 64 KiB are 87,382 characters of base64.
        static IEnumerable<TableTransactionAction> Pages(string prefix, int count) => Enumerable.Range(0, count)
            .Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{prefix}{i}") { ["Data"] = new byte[64 * 1024] }));
    }

    [Fact]
    public async Task TransactionsOfManyWritersDoNotMix()
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "counter") { ["N"] = 0 });
        // Every writer adds a row and counts it, in one transaction, until it has done so five times.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var done = 0; done < 5;)
            {
                TableEntity counter = await table.GetEntityAsync<TableEntity>("p", "counter");
                var n = counter.GetInt32("N")!.Value;
                try
                {
                    await table.SubmitTransactionAsync(
                    [
                        new(TableTransactionActionType.Add, new TableEntity("p", $"{writer}-{done}")),
                        new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "counter") { ["N"] = n + 1 }, counter.ETag),
                    ]);
                    done++;
                }
                catch (TableTransactionFailedException e) when (e.Status == 412)
                {
                    Assert.Equal(1, e.FailedTransactionActionIndex);
                }
            }
        }));
        Assert.Equal(40, (await table.GetEntityAsync<TableEntity>("p", "counter")).Value.GetInt32("N"));
        Assert.Equal(41, (await table.QueryAsync<TableEntity>().ToListAsync()).Count);
    }

    static TableEntity Row(string key, params (string Name, object Value)[] properties) =>
        new(properties.Append(("PartitionKey", "p")).Append(("RowKey", key)).ToDictionary(p => p.Item1, p => p.Item2));
}
