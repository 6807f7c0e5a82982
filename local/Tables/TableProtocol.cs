using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Proctoring.Local.Storage;

namespace Proctoring.Local.Tables;

/// <summary>The requests of the table service's REST protocol that the clients send, and how their answers are judged.</summary>
sealed class TableProtocol(Uri endpoint, HttpPipeline pipeline, string version)
{
    const string Json = "application/json;odata=minimalmetadata";

    public Uri Endpoint { get; } = endpoint;

    public string AccountName { get; } = StorageAddress.Account(endpoint);

    public static TableProtocol Create(string connectionString, TableClientOptions? options)
    {
        var parsed = StorageConnectionString.Parse(connectionString);
        return Create(parsed.TableEndpoint, new TableSharedKeyCredential(parsed.AccountName, parsed.AccountKey), options);
    }

    public static TableProtocol Create(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return Create(endpoint, new TableSharedKeyPolicy(credential), options);
    }

    public static TableProtocol Create(Uri endpoint, TokenCredential credential, TableClientOptions? options) =>
        Create(endpoint, StoragePipeline.Bearer(credential), options);

    public Uri TableUri(string table) => StorageAddress.Append(Endpoint, table);

    public static string EntityPath(string table, string partitionKey, string rowKey) => $"{table}(PartitionKey='{Key(partitionKey)}',RowKey='{Key(rowKey)}')";

    public async Task<Response> CreateTableAsync(string table, bool acceptExisting, CancellationToken cancellation)
    {
        using var body = new PooledBuffer(128);
        using (var json = new Utf8JsonWriter((System.Buffers.IBufferWriter<byte>)body))
        {
            json.WriteStartObject();
            json.WriteString("TableName", table);
            json.WriteEndObject();
        }

        using var message = Message(RequestMethod.Post, "Tables");
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        SetBody(message.Request, RequestContent.Create(body.Written.ToArray()), "application/json");
        var response = await SendAsync(message, cancellation).ConfigureAwait(false);
        if (response.Status is 201 or 204) return response;
        if (acceptExisting && response.Status == 409 && new RequestFailedException(response).ErrorCode == TableErrorCode.TableAlreadyExists.ToString()) return response;
        throw new RequestFailedException(response);
    }

    /// <summary>A table that does not exist counts as deleted, as with the real client.</summary>
    public Task<Response> DeleteTableAsync(string table, CancellationToken cancellation) =>
        SendAsync(Message(RequestMethod.Delete, $"Tables('{table}')"), static status => status is 204 or 404, cancellation);

    public Task<Response> GetEntityAsync(
        string table, string partitionKey, string rowKey, IEnumerable<string>? select, bool acceptMissing, CancellationToken cancellation)
    {
        var query = select is null ? "" : "?$select=" + Uri.EscapeDataString(string.Join(',', select));
        var message = Message(RequestMethod.Get, EntityPath(table, partitionKey, rowKey) + query);
        return SendAsync(message, acceptMissing ? static status => status is 200 or 404 : static status => status is 200, cancellation);
    }

    public Task<Response> InsertEntityAsync(string table, ITableEntity entity, CancellationToken cancellation)
    {
        var message = Message(RequestMethod.Post, table);
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        return SendEntityAsync(message, entity, cancellation);
    }

    /// <param name="ifMatch">Null inserts the row when it is missing.</param>
    public Task<Response> WriteEntityAsync(string table, ITableEntity entity, string? ifMatch, TableUpdateMode mode, CancellationToken cancellation)
    {
        var method = mode == TableUpdateMode.Replace ? RequestMethod.Put : RequestMethod.Patch;
        var message = Message(method, EntityPath(table, entity.PartitionKey, entity.RowKey));
        if (ifMatch is not null) message.Request.Headers.SetValue("If-Match", ifMatch);
        return SendEntityAsync(message, entity, cancellation);
    }

    /// <summary>A row that does not exist counts as deleted, as with the real client.</summary>
    public Task<Response> DeleteEntityAsync(string table, string partitionKey, string rowKey, string ifMatch, CancellationToken cancellation)
    {
        var message = Message(RequestMethod.Delete, EntityPath(table, partitionKey, rowKey));
        message.Request.Headers.SetValue("If-Match", ifMatch);
        return SendAsync(message, static status => status is 204 or 404, cancellation);
    }

    /// <param name="path">A table with empty brackets, or <c>Tables</c>.</param>
    /// <param name="parameters">Names and unescaped values; null values are left out.</param>
    /// <param name="cancellation">Ends the request.</param>
    public Task<Response> QueryAsync(string path, IReadOnlyList<(string Name, string? Value)> parameters, CancellationToken cancellation)
    {
        var query = string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return SendAsync(Message(RequestMethod.Get, query.Length == 0 ? path : $"{path}?{query}"), static status => status is 200, cancellation);
    }

    public async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellation)
    {
        var transaction = new TransactionContent(TableUri(table).AbsoluteUri, actions);
        using var message = Message(RequestMethod.Post, "$batch");
        SetBody(message.Request, RequestContent.Create(transaction.Body), transaction.ContentType);
        // The buffer goes back to the pool only after a finished exchange: a cancelled one may still be reading it.
        var response = await SendAsync(message, cancellation).ConfigureAwait(false);
        transaction.Dispose();
        if (response.Status != 202) throw new TableTransactionFailedException(new RequestFailedException(response));
        return TransactionReply.Read(response, actions.Count);
    }

    static TableProtocol Create(Uri endpoint, HttpPipelinePolicy authentication, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        options ??= new TableClientOptions();
        var address = new UriBuilder(endpoint) { Query = "" };
        address.Path = address.Path.TrimEnd('/');
        return new TableProtocol(address.Uri, StoragePipeline.Build(options, authentication), options.Version);
    }

    /// <summary>A quote in a key is doubled, then everything but unreserved characters is escaped.</summary>
    static string Key(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    static void SetBody(Request request, RequestContent content, string contentType)
    {
        request.Content = content;
        request.Headers.SetValue("Content-Type", contentType);
    }

    HttpMessage Message(RequestMethod method, string pathAndQuery)
    {
        var message = pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(new Uri($"{Endpoint.AbsoluteUri.TrimEnd('/')}/{pathAndQuery}"));
        request.Headers.SetValue("x-ms-version", version);
        request.Headers.SetValue("DataServiceVersion", "3.0");
        request.Headers.SetValue("Accept", Json);
        return message;
    }

    async Task<Response> SendEntityAsync(HttpMessage message, ITableEntity entity, CancellationToken cancellation)
    {
        var body = new PooledBuffer();
        using (var json = new Utf8JsonWriter((System.Buffers.IBufferWriter<byte>)body, EntityWriter.Options)) EntityWriter.Write(json, entity);
        SetBody(message.Request, RequestContent.Create(body.Written), "application/json");
        var response = await SendAsync(message, static status => status is 201 or 204, cancellation).ConfigureAwait(false);
        body.Dispose();
        return response;
    }

    async Task<Response> SendAsync(HttpMessage message, Func<int, bool> isExpected, CancellationToken cancellation)
    {
        using (message)
        {
            var response = await SendAsync(message, cancellation).ConfigureAwait(false);
            return isExpected(response.Status) ? response : throw new RequestFailedException(response);
        }
    }

    async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellation)
    {
        await pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        // Taken out of the message, which its owner disposes of; the body is already in memory.
        return message.Response;
    }
}
