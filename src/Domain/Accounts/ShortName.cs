using System.Globalization;
using System.Text;

namespace Proctoring.Domain.Accounts;

/// <summary>
/// What people type to say which organisation they mean: 2..40 of <c>a-z 0-9 -</c>, a letter or digit at both ends. No two
/// organisations have the same.
/// </summary>
public static class ShortName
{
    public const int MinLength = 2;
    public const int MaxLength = 40;

    private const string Fallback = "organization";

    /// <summary>Trimmed and in lower case, or null with the fault noted.</summary>
    public static string? Read(string value, FieldErrors errors, string field = "shortName")
    {
        var name = Normalise(value);
        var well = name.Length is >= MinLength and <= MaxLength
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && name[0] != '-' && name[^1] != '-';
        if (well)
            return name;
        errors.Add(field, $"must be {MinLength} to {MaxLength} of a-z, 0-9 and -, with a letter or digit at both ends");
        return null;
    }

    public static string Normalise(string value) => value.Trim().ToLowerInvariant();

    /// <summary>A short name made of an organisation's name: without accents, with - for whatever else a short name cannot hold.</summary>
    public static string Of(string name)
    {
        var made = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
                made.Append(c);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && made.Length > 0 && made[^1] != '-')
                made.Append('-');
        }

        var text = made.ToString(0, Math.Min(made.Length, MaxLength)).Trim('-');
        return text.Length < MinLength ? Fallback : text;
    }

    /// <summary>The same with something at its end (of <c>a-z 0-9</c>), for whoever finds it taken.</summary>
    public static string With(string name, string end) => name[..Math.Min(name.Length, MaxLength - end.Length - 1)].TrimEnd('-') + "-" + end;
}
