using System.Text.Json;
using Azure;

namespace Proctoring.Local.Tables;

/// <summary>The pages of a query. A page's continuation token may be kept and used later, by any client.</summary>
sealed class TablePages<T>(Func<string?, int?, Task<Page<T>>> read, int? defaultSize) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var token = continuationToken;
        do
        {
            var page = await read(token, pageSizeHint ?? defaultSize).ConfigureAwait(false);
            yield return page;
            token = page.ContinuationToken;
        }
        while (token is not null);
    }
}

/// <summary>Reads the array of a query's answer.</summary>
static class TablePage
{
    public delegate T ReadItem<T>(ref Utf8JsonReader reader);

    public static IReadOnlyList<T> Read<T>(Response response, ReadItem<T> read)
    {
        var reader = new Utf8JsonReader(response.Content.ToMemory().Span);
        var items = new List<T>();
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("value"u8)) continue;
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject) items.Add(read(ref reader));
            break;
        }

        return items;
    }
}
