using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Text;

/// <summary>
/// The fonts in the folder <c>fonts</c> beside the program, where the build puts the Lato that the real package brings
/// along. Read once: fonts are data, as constant as the program itself.
/// </summary>
internal sealed class FontLibrary
{
    private const string DefaultFamily = "Lato";

    private static readonly Lazy<FontLibrary> Own = new(() => new(Path.Combine(AppContext.BaseDirectory, "fonts")));

    private readonly List<FontFace> _faces;

    public FontLibrary(string folder)
    {
        _faces = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Where(IsFont).Order(StringComparer.Ordinal).Select(Read)]
            : [];
        if (_faces.Count == 0)
            throw new FileNotFoundException($"There are no fonts in {folder}. Build the project again: it puts them there.");
    }

    public static FontLibrary Default => Own.Value;

    /// <summary>The faces for a style in the order in which they are asked for a character.</summary>
    public IReadOnlyList<FontFace> Faces(IReadOnlyList<string>? families, FontWeight weight, bool italic)
    {
        var wanted = families is { Count: > 0 } ? families : [DefaultFamily];
        var named = wanted.Select(family => Closest(family, weight, italic)).OfType<FontFace>();
        var others = _faces.Select(face => face.Family).Distinct().Except(wanted)
            .Select(family => Closest(family, weight, italic)).OfType<FontFace>();
        return [.. named, .. others];
    }

    private FontFace? Closest(string family, FontWeight weight, bool italic) => _faces
        .Where(face => string.Equals(face.Family, family, StringComparison.OrdinalIgnoreCase))
        .OrderBy(face => face.IsItalic == italic ? 0 : 1)
        .ThenBy(face => Math.Abs(face.Weight - (int)weight))
        .FirstOrDefault();

    private static bool IsFont(string path) => Path.GetExtension(path).ToLowerInvariant() is ".ttf" or ".woff";

    private static FontFace Read(string path) => new(new FontFile(File.ReadAllBytes(path)));
}
