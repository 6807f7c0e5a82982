using System.Globalization;
using Azure.Data.Tables;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// The remembered event ids of a session (8 bytes each, oldest first) in columns of 128 ids. Id number n stands in
/// column n / 128 modulo the number of columns, so a save writes the one or two columns that its ids belong to. Writing
/// all 32 KB each time took the table service nearly twice as long for a batch of 100 events.
/// </summary>
static class SeenColumns
{
    const int IdSize = sizeof(ulong);
    const int ColumnIds = 128;

    /// <summary>
    /// One more than the ids fill: the oldest one is still needed in part while the newest is being filled.
    /// </summary>
    const int Columns = SeenEvents.RememberedIds / ColumnIds + 1;
    const string TotalColumn = "seenTotal";

    /// <summary>Writes what has come since the first <paramref name="stored"/> ids.</summary>
    public static void Write(TableEntity row, long stored, SeenEvents seen)
    {
        var oldest = Math.Max(0, seen.IdCount - SeenEvents.RememberedIds);
        for (var column = Math.Max(stored, oldest) / ColumnIds; column * ColumnIds < seen.IdCount; column++)
            row[Column(column)] = seen.IdsToBytes(column * ColumnIds, Math.Min((column + 1) * ColumnIds, seen.IdCount));
        row[TotalColumn] = seen.IdCount;
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

    static string Column(long number) => string.Create(CultureInfo.InvariantCulture, $"seen{number % Columns}");
}
