using System.Buffers;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;

namespace Proctoring.Local.Tables;

/// <summary>
/// An entity-group transaction as one multipart/mixed body: a batch that holds one change set with one HTTP request an action.
/// </summary>
sealed class TransactionContent : IDisposable
{
    readonly PooledBuffer _buffer = new(128 * 1024);

    /// <param name="tableUri">Address of the table; every part carries a full address.</param>
    /// <param name="actions">What to do, in this order.</param>
    public TransactionContent(string tableUri, IReadOnlyList<TableTransactionAction> actions)
    {
        var id = Guid.NewGuid().ToString("D");
        ContentType = $"multipart/mixed; boundary=batch_{id}";
        Text($"--batch_{id}\r\nContent-Type: multipart/mixed; boundary=changeset_{id}\r\n\r\n");
        var boundary = $"--changeset_{id}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        using var json = new Utf8JsonWriter((IBufferWriter<byte>)_buffer, EntityWriter.Options);
        foreach (var action in actions)
        {
            Text(boundary);
            Head(tableUri, action);
            if (action.ActionType != TableTransactionActionType.Delete)
            {
                json.Reset((IBufferWriter<byte>)_buffer);
                EntityWriter.Write(json, action.Entity);
            }

            Text("\r\n");
        }

        Text($"--changeset_{id}--\r\n--batch_{id}--\r\n");
    }

    public string ContentType { get; }

    public ReadOnlyMemory<byte> Body => _buffer.Written;

    public void Dispose() => _buffer.Dispose();

    void Head(string tableUri, TableTransactionAction action)
    {
        var entity = action.Entity;
        var (method, isInsert) = action.ActionType switch
        {
            TableTransactionActionType.Add => ("POST", true),
            TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => ("PATCH", false),
            TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => ("PUT", false),
            TableTransactionActionType.Delete => ("DELETE", false),
            _ => throw new InvalidOperationException($"Unknown action {action.ActionType}."),
        };
        var uri = isInsert ? tableUri : TableProtocol.EntityPath(tableUri, entity.PartitionKey, entity.RowKey);
        Text($"{method} {uri} HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n");
        if (isInsert) Text("Prefer: return-no-content\r\n");
        if (IfMatch(action) is { } condition) Text($"If-Match: {condition}\r\n");
        Text(action.ActionType == TableTransactionActionType.Delete ? "\r\n" : "Content-Type: application/json\r\n\r\n");
    }

    // As the real client: an update without an ETag becomes an upsert, a delete without one takes any version.
    static string? IfMatch(TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace => action.ETag == default ? null : action.ETag.ToString(),
        TableTransactionActionType.Delete => action.ETag == default ? ETag.All.ToString() : action.ETag.ToString(),
        _ => null,
    };

    void Text(string text) => Encoding.UTF8.GetBytes(text, _buffer);
}
