using QuestPDF.Drawing.Exceptions;
using QuestPDF.Infrastructure;

namespace Proctoring.Local.QuestPdf.Layout;

internal static class Units
{
    public static float Points(this float value, Unit unit) => unit switch
    {
        Unit.Point => value,
        Unit.Meter => value * 7200 / 2.54f,
        Unit.Centimetre => value * 72 / 2.54f,
        Unit.Millimetre => value * 7.2f / 2.54f,
        Unit.Feet => value * 864,
        Unit.Inch => value * 72,
        Unit.Mil => value * 0.072f,
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    /// <summary>Puts <paramref name="element"/> into the container.</summary>
    public static T Put<T>(this IContainer container, T element) where T : Element
    {
        if (ReferenceEquals(container, element)) return element;
        if (container.Child is not (null or Placeholder))
            throw new DocumentComposeException(
                "This container already has its content. Use a column, row or table for several elements.");
        container.Child = element;
        return element;
    }

    /// <summary>
    /// Consecutive calls of one kind (border, background; left and top padding) describe one element, as in the real
    /// package.
    /// </summary>
    public static T PutOrExtend<T>(this IContainer container) where T : Wrapper, new() =>
        container as T is { Child: null } same ? same : container.Put(new T());
}

/// <summary>A wrapper without behaviour.</summary>
internal sealed class Placeholder : Wrapper;
