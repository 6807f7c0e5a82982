using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Proctoring.Domain.Sessions;

/// <summary>A plan's JSON, made once for each plan: it is written again with every state, and never changes.</summary>
internal static class PlanJson
{
    private static readonly ConditionalWeakTable<SessionPlan, byte[]> Written = [];

    internal static ReadOnlySpan<byte> Of(SessionPlan plan) =>
        Written.GetValue(plan, static p => JsonSerializer.SerializeToUtf8Bytes(p, PlanJsonContext.Default.SessionPlan));

    internal static SessionPlan Read(JsonElement element) =>
        element.Deserialize(PlanJsonContext.Default.SessionPlan) ?? throw new JsonException("A session without a plan.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionPlan))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
