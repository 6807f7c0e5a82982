using System.Text.Json;
using System.Text.Json.Serialization;

namespace Proctoring.Domain;

/// <summary>Enumerations travel as camelCase names, never as numbers.</summary>
public sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
