using Azure;
using Azure.Data.Tables;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>A table in which something happens after a row was read, or before one is deleted.</summary>
sealed class TableWithLosses(string connectionString, string name) : TableClient(connectionString, name)
{
    public Func<Task>? AfterRead { get; set; }

    /// <summary>Gets the partition key.</summary>
    public Func<string, Task>? BeforeDelete { get; set; }

    public override async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        var row = await base.GetEntityIfExistsAsync<T>(partitionKey, rowKey, select, cancellationToken);
        if (AfterRead is { } act) await act();
        return row;
    }

    public override async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        if (BeforeDelete is { } act) await act(partitionKey);
        return await base.DeleteEntityAsync(partitionKey, rowKey, ifMatch, cancellationToken);
    }
}
