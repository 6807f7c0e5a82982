using QuestPDF.Infrastructure;

namespace QuestPDF.Fluent;

public static class TextStyleExtensions
{
    public static TextStyle FontColor(this TextStyle style, Color color) => style with { Color = color };

    public static TextStyle FontFamily(this TextStyle style, params string[] values) =>
        style with { FontFamilies = values };

    public static TextStyle FontSize(this TextStyle style, float value) =>
        value > 0 ? style with { Size = value } : throw new ArgumentException("A font has a size above 0.", nameof(value));

    public static TextStyle Bold(this TextStyle style) => style with { Weight = FontWeight.Bold };
}

public static class TextSpanDescriptorExtensions
{
    public static T FontColor<T>(this T descriptor, Color color) where T : TextSpanDescriptor =>
        descriptor.Change(style => style.FontColor(color));

    public static T FontSize<T>(this T descriptor, float value) where T : TextSpanDescriptor =>
        descriptor.Change(style => style.FontSize(value));

    public static T LetterSpacing<T>(this T descriptor, float factor = 0) where T : TextSpanDescriptor =>
        descriptor.Change(style => style with { LetterSpacing = factor });

    public static T Bold<T>(this T descriptor) where T : TextSpanDescriptor => descriptor.Change(style => style.Bold());

    private static T Change<T>(this T descriptor, Func<TextStyle, TextStyle> change) where T : TextSpanDescriptor
    {
        descriptor.Span.Style = change(descriptor.Span.Style);
        return descriptor;
    }
}
