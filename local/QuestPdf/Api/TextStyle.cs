namespace QuestPDF.Infrastructure;

/// <summary>What a text looks like; what is null is inherited from the surrounding style.</summary>
public record TextStyle
{
    public static TextStyle Default { get; } = new();

    internal Color? Color { get; init; }

    internal string[]? FontFamilies { get; init; }

    internal float? Size { get; init; }

    /// <summary>A factor of the font's size, added after each character.</summary>
    internal float? LetterSpacing { get; init; }

    internal FontWeight? Weight { get; init; }

    internal TextStyle Over(TextStyle inherited) => new()
    {
        Color = Color ?? inherited.Color,
        FontFamilies = FontFamilies ?? inherited.FontFamilies,
        Size = Size ?? inherited.Size,
        LetterSpacing = LetterSpacing ?? inherited.LetterSpacing,
        Weight = Weight ?? inherited.Weight,
    };
}

public enum FontWeight
{
    Thin = 100,
    ExtraLight = 200,
    Light = 300,
    Normal = 400,
    Medium = 500,
    SemiBold = 600,
    Bold = 700,
    ExtraBold = 800,
    Black = 900,
    ExtraBlack = 1000,
}
