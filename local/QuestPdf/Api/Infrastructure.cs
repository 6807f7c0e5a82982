namespace QuestPDF.Infrastructure;

public interface IElement;

/// <summary>A place for one child; the fluent methods fill it and return the place inside.</summary>
public interface IContainer
{
    IElement? Child { get; set; }
}

public interface IDocumentContainer;

public interface IDocument
{
    DocumentMetadata GetMetadata();

    void Compose(IDocumentContainer container);
}

public enum LicenseType
{
    Evaluation = 0,
    Community = 1,
    Professional = 2,
    Enterprise = 3,
}

public enum Unit
{
    Point = 0,
    Meter = 1,
    Centimetre = 2,
    Millimetre = 3,
    Feet = 4,
    Inch = 5,
    Mil = 6,
}

public sealed class DocumentMetadata
{
    public string? Title { get; set; }

    public string? Author { get; set; }

    public string? Subject { get; set; }

    public string? Creator { get; set; }

    public string? Language { get; set; }

    public DateTimeOffset CreationDate { get; set; } = DateTimeOffset.Now;

    public DateTimeOffset ModifiedDate { get; set; } = DateTimeOffset.Now;

    public static DocumentMetadata Default => new();
}
