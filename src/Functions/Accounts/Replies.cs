using System.Text.Json.Serialization;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;

namespace Proctoring.Functions.Accounts;

/// <summary>A user as clients see it.</summary>
sealed record UserReply(
    UserId Id,
    OrganizationId OrganizationId,
    string Name,
    string Email,
    Role Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Accommodations? Accommodations,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Baseline? Baseline)
{
    public static UserReply Of(User user) => new(
        user.Id, user.OrganizationId, user.Name, user.Email, user.Role, user.Accommodations, user.Baseline);
}

/// <summary>What a login gives.</summary>
sealed record LoginReply(string AccessToken, DateTimeOffset ExpiresAt, string RefreshToken, UserReply User);

/// <summary>An organisation that somebody who logs in may mean.</summary>
sealed record OrganizationChoice(OrganizationId Id, string Name);
