using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Proctoring.Local.QuestPdf.Pdf;

namespace Proctoring.Local.QuestPdf.Svg;

/// <summary>Draws single shapes, scaled from the picture's coordinates to the page's.</summary>
internal sealed partial class SvgShape(PageContent page, float left, float top, float scaleX, float scaleY)
{
    private static readonly HashSet<string> Understood =
    [
        "x", "y", "width", "height", "rx", "cx", "cy", "r", "x1", "y1", "x2", "y2", "points", "d",
        "fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "stroke-opacity",
    ];

    public void Draw(XElement shape, SvgPaint paint)
    {
        if (shape.Attributes().FirstOrDefault(attribute => !Understood.Contains(attribute.Name.LocalName)) is { } unknown)
            throw new NotSupportedException($"The SVG attribute '{unknown.Name}' cannot be drawn.");
        var fills = paint.Fill is not null && shape.Name.LocalName is not ("line" or "polyline");
        if (fills) page.FillWith(paint.FillColor);
        if (paint.Stroke is not null)
        {
            var dashes = paint.Dashes.Select(dash => dash * scaleX).ToArray();
            page.StrokeWith(paint.StrokeColor, paint.StrokeWidth * scaleX, dashes);
        }
        else if (!fills)
        {
            return;
        }

        Outline(shape);
        if (fills && paint.Stroke is not null) page.FillAndStroke();
        else if (fills) page.Fill();
        else page.Stroke();
    }

    public static IReadOnlyList<float> Numbers(string text) =>
        [.. Number().Matches(text).Select(match => float.Parse(match.Value, CultureInfo.InvariantCulture))];

    private void Outline(XElement shape)
    {
        switch (shape.Name.LocalName)
        {
            case "rect":
                Rectangle(Get("x"), Get("y"), Get("width"), Get("height"), Get("rx"));
                break;
            case "circle":
                // A circle is a square whose corners are rounded all the way.
                Rectangle(Get("cx") - Get("r"), Get("cy") - Get("r"), 2 * Get("r"), 2 * Get("r"), Get("r"));
                break;
            case "line":
                Lines([Get("x1"), Get("y1"), Get("x2"), Get("y2")], close: false);
                break;
            case "polyline":
                Lines(Numbers(shape.Attribute("points")?.Value ?? ""), close: false);
                break;
            case "polygon":
                Lines(Numbers(shape.Attribute("points")?.Value ?? ""), close: true);
                break;
            case "path":
                Path(shape.Attribute("d")?.Value ?? "");
                break;
            default:
                throw new NotSupportedException($"The SVG element '{shape.Name.LocalName}' cannot be drawn.");
        }

        float Get(string name) =>
            shape.Attribute(name) is { } attribute ? float.Parse(attribute.Value, CultureInfo.InvariantCulture) : 0;
    }

    private void Rectangle(float x, float y, float width, float height, float radius)
    {
        var (pageX, pageY) = (left + x * scaleX, top + y * scaleY);
        if (radius > 0) page.RoundedRectangle(pageX, pageY, width * scaleX, height * scaleY, radius * scaleX);
        else page.Rectangle(pageX, pageY, width * scaleX, height * scaleY);
    }

    private void Lines(IReadOnlyList<float> points, bool close)
    {
        for (var i = 0; i + 1 < points.Count; i += 2) To(points[i], points[i + 1], move: i == 0);
        if (close) page.Close();
    }

    private void Path(string commands)
    {
        foreach (Match match in Command().Matches(commands))
        {
            var points = Numbers(match.Groups[2].Value);
            switch (match.Groups[1].Value)
            {
                case "M" or "L":
                    for (var i = 0; i + 1 < points.Count; i += 2)
                        To(points[i], points[i + 1], move: i == 0 && match.Groups[1].Value == "M");
                    break;
                case "Z" or "z":
                    page.Close();
                    break;
                default:
                    throw new NotSupportedException($"The SVG path command '{match.Groups[1].Value}' cannot be drawn.");
            }
        }
    }

    private void To(float x, float y, bool move)
    {
        var (pageX, pageY) = (left + x * scaleX, top + y * scaleY);
        if (move) page.MoveTo(pageX, pageY);
        else page.LineTo(pageX, pageY);
    }

    [GeneratedRegex(@"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex("([A-Za-z])([^A-Za-z]*)")]
    private static partial Regex Command();
}
