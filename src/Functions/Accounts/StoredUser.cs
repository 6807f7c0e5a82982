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
/// <param name="Stamp">Changes when refresh tokens issued so far shall become void.</param>
sealed record StoredUser(User User, string PasswordHash, string Stamp)
{
    public const string RowPrefix = "user:";

    public static string RowKey(UserId id) => RowPrefix + id.Value;

    public TableEntity ToRow() => new TableEntity(User.OrganizationId.Value, RowKey(User.Id))
    {
        ["Name"] = User.Name,
        ["Email"] = User.Email,
        ["Role"] = User.Role.ToString(),
        ["PasswordHash"] = PasswordHash,
        ["Stamp"] = Stamp,
    }
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
        row.GetString("Stamp")!);
}
