using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>A user with what only logging in needs.</summary>
/// <param name="User">The user.</param>
/// <param name="PasswordHash">Made by ASP.NET Core Identity's password hasher.</param>
/// <param name="Logins">Present ones, and some that may have ended: see <see cref="FindLogin"/>.</param>
/// <param name="IsDisabled">Whether the account may be used by nobody.</param>
sealed record StoredUser(User User, string PasswordHash, IReadOnlyList<Login> Logins, bool IsDisabled = false)
{
    const string LoginsColumn = "Logins";

    public const string RowPrefix = "user:";

    public static string RowKey(UserId id) => RowPrefix + id.Value;

    public TableEntity ToRow() => new TableEntity(User.OrganizationId.Value, RowKey(User.Id))
    {
        ["Name"] = User.Name,
        ["Email"] = User.Email,
        ["Role"] = User.Role.ToString(),
        ["PasswordHash"] = PasswordHash,
        ["Disabled"] = IsDisabled,
    }
        .WithJson(LoginsColumn, Logins)
        .WithJson("Accommodations", User.Accommodations)
        .WithJson("Baseline", User.Baseline);

    public static StoredUser FromRow(TableEntity row) => new(
        new(
            UserId.Parse(row.RowKey[RowPrefix.Length..]),
            OrganizationId.Parse(row.PartitionKey),
            row.GetString("Name")!,
            row.GetString("Email")!,
            Enum.Parse<Role>(row.GetString("Role")!),
            row.GetJson<Accommodations>("Accommodations"),
            row.GetJson<Baseline>("Baseline")),
        row.GetString("PasswordHash")!,
        row.GetJson<IReadOnlyList<Login>>(LoginsColumn) ?? [],
        row.GetBoolean("Disabled") ?? false);

    /// <summary>
    /// What a login is given on. Whoever changes one of these ends the logins that were given before, without having to think of it.
    /// </summary>
    public string Grounds => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{User.Role} {PasswordHash}")), 0, 8);

    /// <summary>A login that still holds; null if it has ended, or the account is disabled.</summary>
    public Login? FindLogin(string id, DateTimeOffset now) =>
        IsDisabled ? null : Logins.FirstOrDefault(login => login.Id == id && login.IsAlive(Grounds, now));

    /// <summary>What stores other logins and nothing else.</summary>
    public TableEntity ToLoginsRow(IReadOnlyList<Login> logins) =>
        new TableEntity(User.OrganizationId.Value, RowKey(User.Id)).WithJson(LoginsColumn, logins);
}
