using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;

namespace Proctoring.Local.Tables;

/// <summary>Reads entities from OData JSON with minimal metadata, in one pass: an annotation stands before its property.</summary>
static class EntityReader
{
    /// <summary>Reads one entity; the reader stands on its opening brace and ends on its closing one.</summary>
    public static T Read<T>(ref Utf8JsonReader reader)
        where T : class, ITableEntity =>
        typeof(T) == typeof(TableEntity) ? (T)(object)ReadDictionary(ref reader) : (T)ReadObject(ref reader, EntityShape.Of(typeof(T)));

    static TableEntity ReadDictionary(ref Utf8JsonReader reader)
    {
        var entity = new TableEntity();
        string? annotated = null, type = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name.EndsWith("@odata.type", StringComparison.Ordinal))
            {
                (annotated, type) = (name[..^"@odata.type".Length], reader.GetString());
            }
            else if (name == "odata.etag")
            {
                entity.ETag = new ETag(reader.GetString()!);
            }
            else if (name == nameof(ITableEntity.Timestamp))
            {
                entity.Timestamp = Time(ref reader);
            }
            else if (!name.StartsWith("odata.", StringComparison.Ordinal) && reader.TokenType != JsonTokenType.Null)
            {
                entity[name] = ReadValue(ref reader, name == annotated ? type : null);
            }
        }

        return entity;
    }

    static object ReadObject(ref Utf8JsonReader reader, EntityShape shape)
    {
        var entity = shape.Create();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var property = Find(ref reader, shape);
            reader.Read();
            if (property is not null && reader.TokenType != JsonTokenType.Null) property.Set(entity, ReadValue(ref reader, property));
        }

        return entity;
    }

    static EntityProperty? Find(ref Utf8JsonReader reader, EntityShape shape)
    {
        var isETag = reader.ValueTextEquals("odata.etag"u8);
        foreach (var property in shape.Properties)
        {
            if (property.IsETag ? isETag : reader.ValueTextEquals(property.EncodedName.EncodedUtf8Bytes)) return property;
        }

        return null;
    }

    static object ReadValue(ref Utf8JsonReader reader, string? type) => type switch
    {
        "Edm.Binary" => reader.GetBytesFromBase64(),
        "Edm.Int64" => Int64(ref reader),
        "Edm.Double" => Double(ref reader),
        "Edm.Guid" => Guid.Parse(reader.GetString()!),
        "Edm.DateTime" => Time(ref reader),
        _ => reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number when reader.TryGetInt32(out var number) && !HasPoint(ref reader) => number,
            JsonTokenType.Number => reader.GetDouble(),
            var token => throw new InvalidOperationException($"Unexpected {token} in an entity."),
        },
    };

    static object? ReadValue(ref Utf8JsonReader reader, EntityProperty property)
    {
        var type = property.Type;
        if (type == typeof(string)) return reader.GetString();
        if (type == typeof(byte[])) return reader.GetBytesFromBase64();
        if (type == typeof(BinaryData)) return BinaryData.FromBytes(reader.GetBytesFromBase64());
        if (type == typeof(int)) return reader.GetInt32();
        if (type == typeof(long)) return Int64(ref reader);
        if (type == typeof(double)) return Double(ref reader);
        if (type == typeof(bool)) return reader.GetBoolean();
        if (type == typeof(DateTimeOffset)) return Time(ref reader);
        if (type == typeof(DateTime)) return Time(ref reader).UtcDateTime;
        if (type == typeof(Guid)) return Guid.Parse(reader.GetString()!);
        if (type == typeof(ETag)) return new ETag(reader.GetString()!);
        if (type.IsEnum) return Enum.Parse(type, reader.GetString()!);
        throw new NotSupportedException($"Property {property.Name}: a table cannot hold a {type}.");
    }

    static bool HasPoint(ref Utf8JsonReader reader) => reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0;

    static long Int64(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
        ? reader.GetInt64()
        : long.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

    static double Double(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
        ? reader.GetDouble()
        : double.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

    static DateTimeOffset Time(ref Utf8JsonReader reader) =>
        DateTimeOffset.Parse(reader.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
