using System.Globalization;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Sessions;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// The row <c>state</c> of a session: its plan, written once; its record as JSON, cut into properties that stay below the
/// table's 64 KB; and the remembered event ids (<see cref="SeenColumns"/>), which only scoring changes.
/// </summary>
static class StateRow
{
    public const string Key = "state";
    const string VersionColumn = "version";
    const string StatusColumn = "status";
    const string ChangeColumn = "change";
    const string PlanColumn = "plan";
    const string PartsColumn = "parts";
    const string StateColumn = "state";
    const int LargestPart = 60 * 1024;
    const int UsualParts = 3;

    /// <summary>The columns that nearly every record consists of, without the remembered ids.</summary>
    public static readonly string[] WithoutSeen = [PlanColumn, PartsColumn, .. Enumerable.Range(0, UsualParts).Select(Part)];

    /// <summary>As little as can be read of a row.</summary>
    public static readonly string[] Least = [VersionColumn];

    /// <summary>Whether a row read with <see cref="WithoutSeen"/> has all parts.</summary>
    public static bool IsWhole(TableEntity row) => row.GetInt32(PartsColumn) <= UsualParts;

    /// <summary>The row to insert, or to merge into the one that holds <paramref name="before"/>.</summary>
    /// <param name="before">What is stored; null for a new session.</param>
    public static TableEntity Write(SessionRecord? before, SessionRecord after, string change)
    {
        var json = after.ToJson();
        var parts = (json.Length + LargestPart - 1) / LargestPart;
        var row = new TableEntity(after.Id.Value, Key)
        {
            [VersionColumn] = after.Version,
            [StatusColumn] = after.Session.Status,
            [ChangeColumn] = change,
            [PartsColumn] = parts,
        };
        if (before is null) row[PlanColumn] = after.Plan.ToJson();
        for (var i = 0; i < parts; i++)
            row[Part(i)] = json[(i * LargestPart)..Math.Min(json.Length, (i + 1) * LargestPart)];
        var seen = before?.Seen ?? SeenEvents.None;
        if (!ReferenceEquals(seen, after.Seen)) SeenColumns.Write(row, seen.IdCount, after.Seen);
        return row;
    }

    /// <exception cref="UnreadableSessionException">Values are missing, or of the wrong kind.</exception>
    public static SessionRecord Read(SessionId id, TableEntity row)
    {
        try
        {
            return Read(row);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Nothing here but the content can fail, and each wrong kind of value has an exception of its own.
            throw new UnreadableSessionException(id, e);
        }
    }

    static SessionRecord Read(TableEntity row)
    {
        var parts = row.GetInt32(PartsColumn)!.Value;
        var json = parts == 1
            ? row.GetBinary(Part(0))!
            : [.. Enumerable.Range(0, parts).SelectMany(i => row.GetBinary(Part(i))!)];
        return SessionRecord.FromJson(SessionPlan.FromJson(row.GetBinary(PlanColumn)!), json, SeenColumns.Read(row), SeenColumns.ReadTotal(row));
    }

    static string Part(int number) => string.Create(CultureInfo.InvariantCulture, $"{StateColumn}{number}");
}
