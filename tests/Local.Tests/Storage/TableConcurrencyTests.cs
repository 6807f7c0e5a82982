using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Proctoring.Local.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class TableConcurrencyTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ASecondInsertIsAConflict()
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));
        Assert.Equal((409, "EntityAlreadyExists"), (e.Status, e.ErrorCode));
    }

    [Fact]
    public async Task AnUpdateOfAnOldVersionFails()
    {
        var table = await azurite.CreateTableAsync();
        var first = await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        var second = await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first.Headers.ETag!.Value);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);

        var e = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, first.Headers.ETag!.Value, TableUpdateMode.Replace));
        Assert.Equal((412, "UpdateConditionNotSatisfied"), (e.Status, e.ErrorCode));
        Assert.Contains("The update condition specified in the request was not satisfied.", e.Message, StringComparison.Ordinal);
        foreach (var delete in new Func<Task>[]
        {
            () => table.DeleteEntityAsync("p", "r", first.Headers.ETag!.Value),
            () => table.DeleteEntityAsync(new TableEntity("p", "r"), first.Headers.ETag!.Value),
        })
        {
            e = await Assert.ThrowsAsync<RequestFailedException>(delete);
            Assert.Equal((412, "UpdateConditionNotSatisfied"), (e.Status, e.ErrorCode));
        }

        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task OfManyWritersWithOneVersionOneWins()
    {
        var table = await azurite.CreateTableAsync();
        var version = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;
        var writers = Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await table.UpdateEntityAsync(new TableEntity("p", "r") { ["Winner"] = i }, version);
                return true;
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                return false;
            }
        });
        Assert.Single(await Task.WhenAll(writers), won => won);
    }

    [Fact]
    public async Task AMissingRowIs404()
    {
        var table = await azurite.CreateTableAsync();
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));
        Assert.Equal((404, "ResourceNotFound"), (e.Status, e.ErrorCode));
        e = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));
        Assert.Equal((404, "ResourceNotFound"), (e.Status, e.ErrorCode));

        var found = await table.GetEntityIfExistsAsync<TableEntity>("p", "r");
        Assert.False(found.HasValue);
        Assert.Equal(404, found.GetRawResponse().Status);
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "r")).Status);
    }

    [Fact]
    public async Task AMissingTableIs404()
    {
        var table = new TableClient(azurite.ConnectionString, "nosuchtable");
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));
        Assert.Equal((404, TableErrorCode.TableNotFound.ToString()), (e.Status, e.ErrorCode));
        Assert.Equal(404, (await table.DeleteAsync()).Status);
    }

    [Fact]
    public async Task MergeKeepsAndReplaceDropsOtherProperties()
    {
        var table = await azurite.CreateTableAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 5L });
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = 3.5 });
        TableEntity merged = await table.GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal((1, 5L, 3.5), (merged.GetInt32("A"), merged.GetInt64("B"), merged.GetDouble("C")));

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["D"] = "d" }, TableUpdateMode.Replace);
        TableEntity replaced = await table.GetEntityAsync<TableEntity>("p", "r");
        Assert.False(replaced.ContainsKey("A"));
        Assert.Equal("d", replaced.GetString("D"));
    }

    [Fact]
    public async Task AnUpdateNeedsAVersion()
    {
        var table = await azurite.CreateTableAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), default));
    }

    [Fact]
    public async Task ATableIsCreatedOnce()
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        var name = "t" + Guid.NewGuid().ToString("N");
        Assert.Equal(name, (await service.CreateTableIfNotExistsAsync(name)).Value.Name);
        var again = await service.CreateTableIfNotExistsAsync(name);
        Assert.Equal((name, 409), (again.Value.Name, again.GetRawResponse().Status));
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => service.CreateTableAsync(name));
        Assert.Equal((409, "TableAlreadyExists"), (e.Status, e.ErrorCode));

        Assert.Contains(await service.QueryAsync().ToListAsync(), table => table.Name == name);
        Assert.Equal([name], (await service.QueryAsync($"TableName eq '{name}'").ToListAsync()).Select(table => table.Name));
        await service.CreateTableAsync(name + "b");
        var pages = await service.QueryAsync($"TableName ge '{name}' and TableName le '{name}b'", maxPerPage: 1).AsPages().ToListAsync();
        Assert.Equal([[name], [name + "b"]], pages.Select(page => page.Values.Select(table => table.Name)));
        await service.DeleteTableAsync(name);
        Assert.Empty(await service.QueryAsync($"TableName eq '{name}'").ToListAsync());
    }

    [Fact]
    public async Task TooLargeAValueIsRefused()
    {
        var table = await azurite.CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "fits") { ["Bytes"] = new byte[64 * 1024], ["Text"] = new string('x', 32 * 1024) });
        var e = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("p", "bytes") { ["Bytes"] = new byte[(64 * 1024) + 1] }));
        Assert.Equal((400, "PropertyValueTooLarge"), (e.Status, e.ErrorCode));
        e = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("p", "text") { ["Text"] = new string('x', (32 * 1024) + 1) }));
        Assert.Equal((400, "PropertyValueTooLarge"), (e.Status, e.ErrorCode));
    }
}
