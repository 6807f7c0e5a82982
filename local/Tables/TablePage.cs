using System.Text.Json;
using Azure;

namespace Proctoring.Local.Tables;

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
