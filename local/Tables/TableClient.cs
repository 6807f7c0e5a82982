using System.Linq.Expressions;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;
using Proctoring.Local.Storage;
using Proctoring.Local.Tables;

namespace Azure.Data.Tables;

/// <summary>The rows of one table.</summary>
public class TableClient
{
    readonly TableProtocol _protocol;

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(TableProtocol.Create(connectionString, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TableProtocol.Create(endpoint, tokenCredential, options), tableName)
    {
    }

    internal TableClient(TableProtocol protocol, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _protocol = protocol;
        Name = tableName;
    }

    public virtual string Name { get; }

    public virtual string AccountName => _protocol.AccountName;

    public virtual Uri Uri => _protocol.TableUri(Name);

    /// <summary>Turns an interpolated string into a filter: its values are quoted, escaped and typed.</summary>
    public static string CreateQueryFilter(FormattableString filter) => FormattedFilter.Create(filter);

    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => ExpressionFilter.Create(filter)!;

    public virtual async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default)
    {
        var response = await _protocol.CreateTableAsync(Name, acceptExisting: false, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new TableItem(Name), response);
    }

    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        var response = await _protocol.CreateTableAsync(Name, acceptExisting: true, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new TableItem(Name), response);
    }

    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) => _protocol.DeleteTableAsync(Name, cancellationToken);

    /// <summary>Fails with 404 when there is no such row.</summary>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        CheckKeys(partitionKey, rowKey);
        var response = await _protocol.GetEntityAsync(Name, partitionKey, rowKey, select, acceptMissing: false, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(ReadEntity<T>(response), response);
    }

    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        CheckKeys(partitionKey, rowKey);
        var response = await _protocol.GetEntityAsync(Name, partitionKey, rowKey, select, acceptMissing: true, cancellationToken).ConfigureAwait(false);
        return response.Status == 404 ? new NoValueResponse<T>(response) : Response.FromValue(ReadEntity<T>(response), response);
    }

    /// <summary>Fails with 409 when the row exists.</summary>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        CheckKeys(entity);
        return _protocol.InsertEntityAsync(Name, entity, cancellationToken);
    }

    public virtual Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        CheckKeys(entity);
        return _protocol.WriteEntityAsync(Name, entity, null, mode, cancellationToken);
    }

    /// <summary>Fails with 412 when the stored row has another version, with 404 when there is none.</summary>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        CheckKeys(entity);
        if (ifMatch == default) throw new ArgumentException("Value cannot be empty.", nameof(ifMatch));
        return _protocol.WriteEntityAsync(Name, entity, ifMatch.ToString(), mode, cancellationToken);
    }

    public virtual Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        CheckKeys(partitionKey, rowKey);
        return _protocol.DeleteEntityAsync(Name, partitionKey, rowKey, (ifMatch == default ? ETag.All : ifMatch).ToString(), cancellationToken);
    }

    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var columns = select is null ? null : string.Join(',', select);
        return new StoragePages<T>((token, size) => ReadPageAsync<T>(filter, columns, token, size, cancellationToken), maxPerPage);
    }

    public virtual AsyncPageable<T> QueryAsync<T>(
        Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        QueryAsync<T>(ExpressionFilter.Create(filter), maxPerPage, select, cancellationToken);

    /// <summary>All or nothing: 1 to 100 changes of different rows of one partition, together less than 4 MiB.</summary>
    public virtual Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var actions = transactionActions as IReadOnlyList<TableTransactionAction> ?? transactionActions.ToList();
        TransactionRules.Check(actions);
        return _protocol.SubmitTransactionAsync(Name, actions, cancellationToken);
    }

    static T ReadEntity<T>(Response response)
        where T : class, ITableEntity
    {
        var reader = new Utf8JsonReader(response.Content.ToMemory().Span);
        reader.Read();
        return EntityReader.Read<T>(ref reader);
    }

    static void CheckKeys(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        CheckKeys(entity.PartitionKey, entity.RowKey);
    }

    static void CheckKeys(string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
    }

    async Task<Page<T>> ReadPageAsync<T>(string? filter, string? columns, string? token, int? size, CancellationToken cancellation)
        where T : class, ITableEntity
    {
        // A token is the two continuation headers, as the real client joins them.
        var next = token?.Split(' ', 2) ?? [];
        var response = await _protocol.QueryAsync(
            Name + "()",
            [
                ("$filter", string.IsNullOrEmpty(filter) ? null : filter),
                ("$select", columns),
                ("$top", size?.ToString()),
                ("NextPartitionKey", next.ElementAtOrDefault(0)),
                ("NextRowKey", next.ElementAtOrDefault(1) is { Length: > 0 } row ? row : null),
            ],
            cancellation).ConfigureAwait(false);
        response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var nextPartition);
        response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var nextRow);
        var continuation = nextPartition is null && nextRow is null ? null : $"{nextPartition} {nextRow}";
        return Page<T>.FromValues(TablePage.Read(response, EntityReader.Read<T>), continuation, response);
    }
}
