using System.Globalization;
using System.Xml.Linq;
using Proctoring.Local.QuestPdf.Pdf;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Svg;

/// <summary>
/// A picture in the part of SVG that charts need: rect, circle, line, polyline, polygon and path with straight lines,
/// filled or stroked in plain colours, in groups. Anything else is refused rather than left out.
/// </summary>
internal sealed class SvgDrawing
{
    private readonly XElement _root;

    public SvgDrawing(string svg)
    {
        _root = XDocument.Parse(svg).Root ?? throw new ArgumentException("The SVG is empty.", nameof(svg));
        var box = SvgShape.Numbers(_root.Attribute("viewBox")?.Value ?? "");
        if (box.Count != 4 || box[0] != 0 || box[1] != 0)
            throw new NotSupportedException("Only an SVG with a viewBox that begins with '0 0' can be drawn.");
        (Width, Height) = (box[2], box[3]);
    }

    public float Width { get; }

    public float Height { get; }

    public void Draw(PageContent page, float x, float y, float width, float height)
    {
        var shape = new SvgShape(page, x, y, width / Width, height / Height);
        Draw(_root, shape, new SvgPaint());
    }

    private static void Draw(XElement parent, SvgShape shape, SvgPaint inherited)
    {
        foreach (var element in parent.Elements())
        {
            var paint = inherited.With(element);
            if (element.Name.LocalName == "g") Draw(element, shape, paint);
            else if (element.Name.LocalName is not ("title" or "desc")) shape.Draw(element, paint);
        }
    }
}

/// <summary>Fill and stroke, inherited from the group.</summary>
internal sealed record SvgPaint
{
    public Color? Fill { get; init; } = new Color(0xFF000000);

    public Color? Stroke { get; init; }

    public float StrokeWidth { get; init; } = 1;

    public IReadOnlyList<float> Dashes { get; init; } = [];

    public float FillOpacity { get; init; } = 1;

    public float StrokeOpacity { get; init; } = 1;

    public SvgPaint With(XElement element)
    {
        var paint = this;
        foreach (var attribute in element.Attributes())
        {
            var value = attribute.Value;
            paint = attribute.Name.LocalName switch
            {
                "fill" => paint with { Fill = ColorOf(value) },
                "stroke" => paint with { Stroke = ColorOf(value) },
                "stroke-width" => paint with { StrokeWidth = Number(value) },
                "stroke-dasharray" => paint with { Dashes = SvgShape.Numbers(value) },
                "fill-opacity" => paint with { FillOpacity = Number(value) },
                "stroke-opacity" => paint with { StrokeOpacity = Number(value) },
                _ => paint,
            };
        }

        return paint;
    }

    public Color FillColor => Faded(Fill!.Value, FillOpacity);

    public Color StrokeColor => Faded(Stroke!.Value, StrokeOpacity);

    private static Color Faded(Color color, float opacity) =>
        new(color.Hex & 0x00FFFFFF | (uint)MathF.Round(color.Alpha * opacity) << 24);

    private static Color? ColorOf(string value) => value == "none" ? (Color?)null : Color.FromHex(value);

    private static float Number(string value) => float.Parse(value, CultureInfo.InvariantCulture);
}
