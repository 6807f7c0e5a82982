using System.Text.Json;
using Azure;

namespace Proctoring.Functions.Scoring;

/// <summary>Tells what may pass from what will not.</summary>
static class Faults
{
    /// <summary>
    /// Whether the content is to blame, so that it would fail in the same way for ever and has to be set aside. Anything
    /// else is taken for a fault of the machinery, which retries until it is gone.
    /// </summary>
    public static bool IsOfContent(Exception fault) => fault switch
    {
        RequestFailedException { Status: 400 or 413 } => true,
        ObjectDisposedException => false, // while stopping
        JsonException or FormatException or InvalidDataException or ArgumentException or InvalidOperationException
            or InvalidCastException or KeyNotFoundException or NullReferenceException or IndexOutOfRangeException
            or ArithmeticException or NotSupportedException => true,
        _ => false,
    };
}
