using System.Globalization;

namespace Proctoring.Local.Tables;

/// <summary>An interpolated string as a filter.</summary>
static class FormattedFilter
{
    public static string Create(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var literals = filter.GetArguments().Select(FilterLiteral.Of).ToArray<object>();
        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }
}
