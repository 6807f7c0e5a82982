using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Proctoring.Testing;

/// <summary>
/// Reads a PDF as a viewer does: by its cross-reference table, pages, content streams and the fonts' maps to Unicode. As
/// much of the format as this project writes; anything else fails.
/// </summary>
public sealed partial class PdfFileReader
{
    readonly byte[] _file;
    readonly string _text;
    readonly Dictionary<int, int> _offsets = [];

    public PdfFileReader(byte[] file)
    {
        _file = file;
        _text = Encoding.Latin1.GetString(file);
        Assert.StartsWith("%PDF-1.", _text, StringComparison.Ordinal);
        ReadTable(int.Parse(StartOfTable().Match(_text).Groups[1].Value, CultureInfo.InvariantCulture));
        var trailer = _text[_text.LastIndexOf("trailer", StringComparison.Ordinal)..];
        var catalog = Dictionary(Reference(trailer, "Root"));
        Information = Dictionary(Reference(trailer, "Info"));
        var tree = Dictionary(Reference(catalog, "Pages"));
        var kids = References().Matches(Between(tree, "/Kids [", "]")).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Pages = [.. kids.Select(ReadPage)];
        Assert.Contains($"/Count {Pages.Count} ", tree, StringComparison.Ordinal);
    }

    public IReadOnlyList<PdfPageText> Pages { get; }

    /// <summary>All text, a page after the other.</summary>
    public string Text => string.Join('\n', Pages.Select(page => page.Text));

    public string Information { get; }

    /// <summary>A text entry of the document's information.</summary>
    public string? Info(string key)
    {
        var match = Regex.Match(Information, $@"/{key} <FEFF([0-9A-F]*)>");
        return match.Success ? Encoding.BigEndianUnicode.GetString(Convert.FromHexString(match.Groups[1].Value)) : null;
    }

    void ReadTable(int start)
    {
        var lines = _text[start..].Split('\n');
        Assert.Equal("xref", lines[0]);
        var count = int.Parse(lines[1].Split(' ')[1], CultureInfo.InvariantCulture);
        for (var number = 1; number < count; number++)
        {
            Assert.Equal(19, lines[2 + number].Length);
            var offset = int.Parse(lines[2 + number].AsSpan(0, 10), CultureInfo.InvariantCulture);
            Assert.StartsWith($"{number} 0 obj\n", _text[offset..Math.Min(_text.Length, offset + 20)], StringComparison.Ordinal);
            _offsets[number] = offset;
        }
    }

    PdfPageText ReadPage(int number)
    {
        var page = Dictionary(number);
        var resources = Dictionary(Reference(page, "Resources"));
        var fonts = FontEntries().Matches(resources).ToDictionary(
            match => match.Groups[1].Value, match => ReadFont(int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)));
        var box = Between(page, "/MediaBox [", "]").Split(' ');
        var content = Encoding.Latin1.GetString(Stream(Reference(page, "Contents")));
        return PdfPageText.Read(
            content, float.Parse(box[2], CultureInfo.InvariantCulture), float.Parse(box[3], CultureInfo.InvariantCulture), fonts);
    }

    PdfFont ReadFont(int number)
    {
        var font = Dictionary(number);
        var map = Encoding.ASCII.GetString(Stream(Reference(font, "ToUnicode")));
        var characters = MapEntries().Matches(map).ToDictionary(
            match => match.Groups[1].Value,
            match => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(match.Groups[2].Value)));
        var descendant = Dictionary(int.Parse(Between(font, "/DescendantFonts [", " 0 R"), CultureInfo.InvariantCulture));
        var widths = WidthEntries().Matches(Between(descendant, "/W [", "] >>")).ToDictionary(
            match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture).ToString("X4", CultureInfo.InvariantCulture),
            match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) / 1000f);
        return new(Regex.Match(font, "/BaseFont /([^ ]+)").Groups[1].Value, characters, widths);
    }

    string Dictionary(int number)
    {
        var body = _text[_offsets[number]..];
        var end = new[] { body.IndexOf("stream\n", StringComparison.Ordinal), body.IndexOf("endobj\n", StringComparison.Ordinal) }
            .Where(at => at >= 0).Min();
        return body[..end];
    }

    byte[] Stream(int number)
    {
        var dictionary = Dictionary(number);
        var length = int.Parse(Regex.Match(dictionary, @"/Length (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        var start = _text.IndexOf("stream\n", _offsets[number], StringComparison.Ordinal) + "stream\n".Length;
        Assert.Equal("\nendstream", _text.Substring(start + length, 10));
        var bytes = _file[start..(start + length)];
        if (!dictionary.Contains("/FlateDecode", StringComparison.Ordinal)) return bytes;
        using var inflate = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var plain = new MemoryStream();
        inflate.CopyTo(plain);
        return plain.ToArray();
    }

    static int Reference(string dictionary, string key) =>
        int.Parse(Regex.Match(dictionary, $@"/{key} (\d+) 0 R").Groups[1].Value, CultureInfo.InvariantCulture);

    static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"startxref\n(\d+)\n%%EOF\n$")]
    private static partial Regex StartOfTable();

    [GeneratedRegex(@"(\d+) 0 R")]
    private static partial Regex References();

    [GeneratedRegex(@"/(F\d+) (\d+) 0 R")]
    private static partial Regex FontEntries();

    [GeneratedRegex(@"(\d+) \[(\d+)\]")]
    private static partial Regex WidthEntries();

    [GeneratedRegex("^<([0-9A-F]{4})> <([0-9A-F]+)>$", RegexOptions.Multiline)]
    private static partial Regex MapEntries();
}

/// <param name="Characters">By glyph.</param>
/// <param name="Widths">By glyph, as parts of the font's size.</param>
public sealed record PdfFont(
    string Name, IReadOnlyDictionary<string, string> Characters, IReadOnlyDictionary<string, float> Widths);
