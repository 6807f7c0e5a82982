using System.Text.Json;
using System.Text.Json.Serialization;

namespace Proctoring.Domain.Sessions;

/// <summary>A plan's JSON.</summary>
internal static class PlanJson
{
    internal static byte[] Write(SessionPlan plan) => JsonSerializer.SerializeToUtf8Bytes(plan, PlanJsonContext.Default.SessionPlan);

    internal static SessionPlan Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, PlanJsonContext.Default.SessionPlan) ?? throw new JsonException("A session without a plan.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionPlan))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
