using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Proctoring.Local.QuestPdf.Pdf;

/// <summary>
/// Objects of a PDF file, written as they come, so that a page need not be kept once it is finished
/// (ISO 32000-1, 7.5 "File structure").
/// </summary>
internal sealed class PdfFile
{
    private readonly Stream _output;
    private readonly List<long> _offsets = [0];
    private long _written;

    public PdfFile(Stream output)
    {
        _output = output;

        // The second line tells transfer programs that the file is binary.
        Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n");
    }

    /// <summary>A number for an object that is written later.</summary>
    public int Reserve()
    {
        _offsets.Add(0);
        return _offsets.Count - 1;
    }

    public void Object(int number, string body)
    {
        _offsets[number] = _written;
        Write($"{number} 0 obj\n{body}\nendobj\n");
    }

    public int Object(string body)
    {
        var number = Reserve();
        Object(number, body);
        return number;
    }

    public int Stream(string entries, ReadOnlySpan<byte> content)
    {
        var number = Reserve();
        _offsets[number] = _written;
        var packed = new MemoryStream(content.Length / 4 + 64);
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(content);
        Write($"{number} 0 obj\n<< {entries}/Filter /FlateDecode /Length {packed.Length} >>\nstream\n");
        packed.Position = 0;
        packed.CopyTo(_output);
        _written += packed.Length;
        Write("\nendstream\nendobj\n");
        return number;
    }

    public void End(int catalog, int information)
    {
        var start = _written;
        var table = new StringBuilder($"xref\n0 {_offsets.Count}\n0000000000 65535 f \n");
        foreach (var offset in _offsets.Skip(1))
            table.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        table.Append(CultureInfo.InvariantCulture,
            $"trailer\n<< /Size {_offsets.Count} /Root {catalog} 0 R /Info {information} 0 R >>\n");
        table.Append(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF\n");
        Write(table.ToString());
        _output.Flush();
    }

    /// <summary>A text of any language as a PDF string: UTF-16 in hexadecimal.</summary>
    public static string Text(string text) =>
        $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("'(D:'yyyyMMddHHmmss'Z)'", CultureInfo.InvariantCulture);

    private void Write(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        _output.Write(bytes);
        _written += bytes.Length;
    }
}
