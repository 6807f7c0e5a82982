using System.Collections.Concurrent;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Text;

/// <summary>
/// The fonts in the folder <c>fonts</c> beside the program, where the build puts the Lato that the real package brings
/// along, and those that were registered. Of the whole process, as in the real package.
/// </summary>
internal sealed class FontLibrary
{
    private const string DefaultFamily = "Lato";

    private static readonly Lazy<FontLibrary> Own = new(() => new(Path.Combine(AppContext.BaseDirectory, "fonts")));

    private readonly List<FontFace> _faces;
    private readonly ConcurrentDictionary<string, FontFace> _registered = new(StringComparer.OrdinalIgnoreCase);

    public FontLibrary(string folder)
    {
        _faces = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Where(IsFont).Order(StringComparer.Ordinal).Select(Read)]
            : [];
        if (_faces.Count == 0)
            throw new FileNotFoundException($"There are no fonts in {folder}. Build the project again: it puts them there.");
    }

    public static FontLibrary Default => Own.Value;

    /// <summary>Adds a face under a family name of its own, for all weights.</summary>
    public void Register(string family, FontFace face) => _registered[family] = face;

    /// <summary>The faces for a style in the order in which they are asked for a character.</summary>
    public IReadOnlyList<FontFace> Faces(IReadOnlyList<string>? families, FontWeight weight) =>
    [
        .. (families ?? []).Append(DefaultFamily).Select(family => Closest(family, weight)).OfType<FontFace>().Distinct(),
    ];

    private FontFace? Closest(string family, FontWeight weight) =>
        _registered.TryGetValue(family, out var registered) ? registered : _faces
            .Where(face => string.Equals(face.Family, family, StringComparison.OrdinalIgnoreCase))
            .OrderBy(face => Math.Abs(face.Weight - (int)weight))
            .FirstOrDefault();

    private static bool IsFont(string path) => Path.GetExtension(path).ToLowerInvariant() is ".ttf" or ".woff";

    private static FontFace Read(string path) => new(new FontFile(File.ReadAllBytes(path)));
}
