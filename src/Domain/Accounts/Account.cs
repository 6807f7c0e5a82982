using System.Text.Json.Serialization;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Accounts;

/// <summary>What a user may do. The operator creates organisations and belongs to none.</summary>
[JsonConverter(typeof(CamelCaseEnum<Role>))]
public enum Role { Operator, Admin, Proctor, Candidate, Reviewer }

/// <summary>A tenant.</summary>
/// <param name="ShortName">See <see cref="Accounts.ShortName"/>; its id for one that was stored without.</param>
public sealed record Organization(OrganizationId Id, string Name, string ShortName, DateTimeOffset CreatedAt);

/// <summary>A person with an account in one organisation.</summary>
/// <param name="Email">Normalised: see <see cref="AccountInput.Email"/>.</param>
public sealed record User(
    UserId Id,
    OrganizationId OrganizationId,
    string Name,
    string Email,
    Role Role,
    Accommodations? Accommodations = null,
    Baseline? Baseline = null);
