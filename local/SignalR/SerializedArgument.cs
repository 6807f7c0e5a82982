using System.Text.Json;
using System.Text.Json.Serialization;

namespace Proctoring.Local.SignalR;

/// <summary>An argument that is JSON already.</summary>
sealed record SerializedArgument(BinaryData Json);

sealed class SerializedArgumentConverter : JsonConverter<SerializedArgument>
{
    public override SerializedArgument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Clients of a serverless hub send nothing.");

    public override void Write(Utf8JsonWriter writer, SerializedArgument value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json.ToMemory().Span, skipInputValidation: true);
}
