using System.Globalization;

namespace Proctoring.Local.Tables;

/// <summary>Values as the service's filter language writes them.</summary>
static class FilterLiteral
{
    public static string Of(object? value) => value switch
    {
        string text => Quote(text),
        char character => Quote(character.ToString()),
        bool flag => flag ? "true" : "false",
        sbyte or byte or short or ushort or int => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) + "L",
        float or double => Double(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        Guid id => $"guid'{id:D}'",
        DateTimeOffset time => $"datetime'{EntityWriter.Time(time.UtcDateTime)}'",
        DateTime time => $"datetime'{EntityWriter.Time(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time)}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData bytes => $"X'{Convert.ToHexString(bytes.ToMemory().Span)}'",
        Enum member => Quote(member.ToString()),
        null => throw new NotSupportedException("A filter cannot compare with null: the service stores no nulls."),
        _ => throw new NotSupportedException($"A filter cannot hold a {value.GetType()}."),
    };

    static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    static string Double(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "INF" : "-INF";
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }
}
