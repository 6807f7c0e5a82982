using System.Globalization;
using Azure.Data.Tables;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// The remembered event ids of a session (8 bytes each, oldest first) in columns of 512 ids. Ids are numbered as they
/// come, and number n stands in column n / 512 modulo the number of columns, so a save writes the one or two columns
/// that its ids belong to. Writing all 32 KB each time took the table service nearly twice as long for a batch of 100
/// events.
/// </summary>
static class SeenColumns
{
    const int IdSize = sizeof(ulong);
    const int ColumnIds = 512;

    /// <summary>
    /// One more than the ids fill: the oldest one is still needed in part while the newest is being filled.
    /// </summary>
    const int Columns = SeenEvents.RememberedIds / ColumnIds + 1;
    const string TotalColumn = "seenTotal";

    /// <summary>
    /// Writes what has come since <paramref name="before"/>, of which <paramref name="total"/> ids are stored. Gives
    /// the new total.
    /// </summary>
    public static long Write(TableEntity row, long total, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var added = Added(before, after);
        var newTotal = total + added;
        var count = after.Length / IdSize;

        // So much at once that a column to be completed has lost its beginning, or nothing was stored yet: number anew.
        if (total / ColumnIds * ColumnIds < newTotal - count)
            (total, newTotal) = (0, count);

        for (var column = total / ColumnIds; column * ColumnIds < newTotal; column++)
        {
            var from = column * ColumnIds;
            var to = Math.Min(from + ColumnIds, newTotal);
            var oldest = newTotal - count;
            var ids = after[(int)((from - oldest) * IdSize)..(int)((to - oldest) * IdSize)];
            row[Column(column)] = ids.ToArray();
        }

        row[TotalColumn] = newTotal;
        return newTotal;
    }

    public static long ReadTotal(TableEntity row) => row.GetInt64(TotalColumn) ?? 0;

    /// <summary>The ids that are remembered, oldest first.</summary>
    public static byte[] Read(TableEntity row)
    {
        var total = ReadTotal(row);
        var oldest = Math.Max(0, total - SeenEvents.RememberedIds);
        var ids = new byte[(total - oldest) * IdSize];
        var output = ids.AsSpan();
        for (var number = oldest; number < total; number = (number / ColumnIds + 1) * ColumnIds)
        {
            var stored = row.GetBinary(Column(number / ColumnIds)).AsSpan((int)(number % ColumnIds) * IdSize);
            stored.CopyTo(output);
            output = output[stored.Length..];
        }

        return ids;
    }

    /// <summary>How many ids the memory has taken in: what is left of it from before is followed by them.</summary>
    static int Added(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (after.Length < SeenEvents.RememberedIds * IdSize)
            return (after.Length - before.Length) / IdSize;
        for (var forgotten = 0; ; forgotten += IdSize)
        {
            var kept = before[Math.Min(forgotten, before.Length)..];
            if (after.StartsWith(kept))
                return (after.Length - kept.Length) / IdSize;
        }
    }

    static string Column(long number) => string.Create(CultureInfo.InvariantCulture, $"seen{number % Columns}");
}
