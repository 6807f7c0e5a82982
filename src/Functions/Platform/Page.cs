using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Proctoring.Functions.Platform;

/// <summary>One page of a list; <paramref name="Next"/> is the cursor of the following one, null at the end.</summary>
sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Which page of a list is wanted.</summary>
/// <param name="Limit">1–200 items.</param>
/// <param name="After">Key of the last item already seen, taken from the cursor; null for the first page.</param>
sealed record PageRequest(int Limit, string? After)
{
    const int DefaultLimit = 50;
    const int LargestLimit = 200;
    const int LongestCursor = 400;

    /// <summary>Reads <c>limit</c> and <c>cursor</c>; 400 if either makes no sense.</summary>
    public static PageRequest From(HttpRequest request)
    {
        var limit = DefaultLimit;
        if (request.Query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > LargestLimit))
            throw Problem.Invalid("limit", $"is a whole number from 1 to {LargestLimit}");
        return new(limit, request.Query.TryGetValue("cursor", out var cursor) ? Decode(cursor.ToString()) : null);
    }

    /// <summary>The cursor that continues after the item with this key.</summary>
    public static string CursorAfter(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    /// <summary>
    /// A page from up to <see cref="Limit"/> + 1 items: the item too many only tells that there are more.
    /// </summary>
    public Page<T> ToPage<T>(IReadOnlyList<T> items, Func<T, string> key) =>
        items.Count <= Limit
            ? new(items, null)
            : new([.. items.Take(Limit)], CursorAfter(key(items[Limit - 1])));

    static string Decode(string cursor)
    {
        var bytes = new byte[LongestCursor];
        if (cursor.Length is 0 or > LongestCursor
            || !Base64Url.IsValid(cursor)
            || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            || length == 0)
            throw Invalid();
        var key = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        // What cannot be a key in table storage is not a cursor that we gave.
        foreach (var c in key)
            if (char.IsControl(c) || c is '/' or '\\' or '#' or '?' or '\uFFFD')
                throw Invalid();
        return key;

        static ProblemException Invalid() => Problem.Invalid("cursor", "is not a cursor that a list returned");
    }
}
