using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;

namespace Proctoring.Local.Tables;

/// <summary>
/// Writes entities as OData JSON: types that JSON does not tell apart carry an annotation (<c>"X@odata.type"</c>), 64-bit
/// integers are strings, binary is base64. ETag and Timestamp are the service's and never sent; null means absent.
/// </summary>
static class EntityWriter
{
    const string TypeSuffix = "@odata.type";

    // One line of plain ASCII quotes: states hold JSON text, which the default encoder would blow up to six bytes a quote.
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(Utf8JsonWriter json, ITableEntity entity)
    {
        json.WriteStartObject();
        if (entity is IDictionary<string, object> dictionary)
        {
            foreach (var (name, value) in dictionary)
            {
                if (name is not ("odata.etag" or nameof(ITableEntity.Timestamp)) && value is not null) WriteProperty(json, name, JsonEncodedText.Encode(name), value);
            }
        }
        else
        {
            foreach (var property in EntityShape.Of(entity.GetType()).Properties)
            {
                if (property.IsETag || property.IsTimestamp) continue;
                if (property.Get(entity) is { } value) WriteProperty(json, property.Name, property.EncodedName, value);
            }
        }

        json.WriteEndObject();
        json.Flush();
    }

    static void WriteProperty(Utf8JsonWriter json, string name, JsonEncodedText encoded, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(encoded, text);
                break;
            case bool flag:
                json.WriteBoolean(encoded, flag);
                break;
            case int number:
                json.WriteNumber(encoded, number);
                break;
            case long number:
                json.WriteString(name + TypeSuffix, "Edm.Int64"u8);
                json.WriteString(encoded, number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                json.WriteString(name + TypeSuffix, "Edm.Double"u8);
                WriteDouble(json, encoded, number);
                break;
            case Guid id:
                json.WriteString(name + TypeSuffix, "Edm.Guid"u8);
                json.WriteString(encoded, id);
                break;
            case DateTimeOffset time:
                json.WriteString(name + TypeSuffix, "Edm.DateTime"u8);
                json.WriteString(encoded, Time(time.UtcDateTime));
                break;
            case DateTime time:
                json.WriteString(name + TypeSuffix, "Edm.DateTime"u8);
                // A time without a zone is taken for UTC, as the real client does.
                json.WriteString(encoded, Time(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time));
                break;
            case byte[] bytes:
                json.WriteString(name + TypeSuffix, "Edm.Binary"u8);
                json.WriteBase64String(encoded, bytes);
                break;
            case BinaryData bytes:
                json.WriteString(name + TypeSuffix, "Edm.Binary"u8);
                json.WriteBase64String(encoded, bytes.ToMemory().Span);
                break;
            case Enum member:
                json.WriteString(encoded, member.ToString());
                break;
            default:
                throw new NotSupportedException($"Property {name}: a table cannot store a {value.GetType()}.");
        }
    }

    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    static void WriteDouble(Utf8JsonWriter json, JsonEncodedText name, double number)
    {
        if (!double.IsFinite(number))
        {
            json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
            return;
        }

        // A whole number would read back as Edm.Int32 where the annotation is dropped, so it keeps its decimal point.
        Span<byte> text = stackalloc byte[40];
        Utf8Formatter.TryFormat(number, text, out var length, new StandardFormat('G'));
        if (text[..length].IndexOfAny((byte)'.', (byte)'E') < 0) ".0"u8.CopyTo(text[length..(length += 2)]);
        json.WritePropertyName(name);
        json.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
