using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;
using Proctoring.Local.Storage;
using Proctoring.Local.Tables;

namespace Azure.Data.Tables;

/// <summary>The tables of one storage account.</summary>
public class TableServiceClient
{
    readonly TableProtocol _protocol;

    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public TableServiceClient(string connectionString, TableClientOptions? options = null) => _protocol = TableProtocol.Create(connectionString, options);

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null) =>
        _protocol = TableProtocol.Create(endpoint, tokenCredential, options);

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null!)
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options) =>
        _protocol = TableProtocol.Create(endpoint, credential, options);

    public virtual string AccountName => _protocol.AccountName;

    public virtual Uri Uri => _protocol.Endpoint;

    public virtual TableClient GetTableClient(string tableName) => new(_protocol, tableName);

    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateAsync(cancellationToken);

    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);

    public virtual AsyncPageable<TableItem> QueryAsync(string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new StoragePages<TableItem>(
            async (token, size) =>
            {
                var response = await _protocol.QueryAsync(
                    "Tables",
                    [("$filter", Filter(filter)), ("$top", size?.ToString()), ("NextTableName", token)],
                    cancellationToken).ConfigureAwait(false);
                response.Headers.TryGetValue("x-ms-continuation-NextTableName", out var next);
                return Page<TableItem>.FromValues(TablePage.Read(response, ReadItem), next, response);
            },
            maxPerPage);

    static string? Filter(string? filter) => string.IsNullOrEmpty(filter) ? null : filter;

    static TableItem ReadItem(ref Utf8JsonReader reader)
    {
        var name = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("TableName"u8);
            reader.Read();
            if (isName) name = reader.GetString()!;
        }

        return new TableItem(name);
    }
}
