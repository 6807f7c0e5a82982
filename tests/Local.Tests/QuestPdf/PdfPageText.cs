using System.Globalization;
using System.Text;

namespace Proctoring.Testing;

/// <summary>A piece of text where it stands: in points from the page's left and top to its baseline.</summary>
public sealed record PdfText(string Text, float X, float Y, float Width, float Size, string Font);

/// <summary>A filled or stroked rectangle, from the page's left and top.</summary>
public sealed record PdfBox(float X, float Y, float Width, float Height);

/// <summary>What a page shows.</summary>
public sealed record PdfPageText(float Width, float Height, IReadOnlyList<PdfText> Texts, IReadOnlyList<PdfBox> Boxes)
{
    /// <summary>The page's operators, one after the other.</summary>
    public string Content { get; private init; } = "";

    /// <summary>The texts in the order in which they were drawn, a line each where the baseline changes.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            for (var i = 0; i < Texts.Count; i++)
            {
                if (i > 0) text.Append(Math.Abs(Texts[i].Y - Texts[i - 1].Y) < 0.1f ? ' ' : '\n');
                text.Append(Texts[i].Text);
            }

            return text.ToString();
        }
    }

    public IReadOnlyList<string> Lines => Text.Split('\n');

    public PdfText Find(string text) =>
        Texts.FirstOrDefault(piece => piece.Text == text)
        ?? throw new Xunit.Sdk.XunitException($"'{text}' is not on the page: {Text}");

    internal static PdfPageText Read(string content, float width, float height, IReadOnlyDictionary<string, PdfFont> fonts)
    {
        var (texts, boxes, operands) = (new List<PdfText>(), new List<PdfBox>(), new List<string>());
        var (font, size, x, y) = (default(PdfFont), 0f, 0f, 0f);
        var depth = 0;
        foreach (var token in content.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            switch (token)
            {
                case "Tf":
                    (font, size) = (fonts[operands[^2][1..]], Number(operands[^1]));
                    break;
                case "BT":
                    (x, y) = (0, 0);
                    break;
                case "Td":
                    (x, y) = (x + Number(operands[^2]), y + Number(operands[^1]));
                    break;
                case "Tj":
                    Assert.NotNull(font);
                    var glyphs = operands[^1].Trim('<', '>').Chunk(4).Select(glyph => new string(glyph)).ToArray();
                    var text = string.Concat(glyphs.Select(glyph => font.Characters.GetValueOrDefault(glyph, "\uFFFD")));
                    texts.Add(new(text, x, height - y, glyphs.Sum(glyph => font.Widths[glyph]) * size, size, font.Name));
                    break;
                case "re":
                    var (w, h) = (Number(operands[^2]), Number(operands[^1]));
                    boxes.Add(new(Number(operands[^4]), height - Number(operands[^3]) - h, w, h));
                    break;
                case "q":
                    depth++;
                    break;
                case "Q":
                    depth--;
                    break;
                default:
                    operands.Add(token);
                    continue;
            }

            operands.Clear();
        }

        Assert.Equal(0, depth);
        return new(width, height, texts, boxes) { Content = content };
    }

    static float Number(string token) => float.Parse(token, CultureInfo.InvariantCulture);
}
