using System.Reflection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Security;

public sealed class PolicyTests
{
    static IEnumerable<AccessPolicy> All => typeof(Policies).GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Select(policy => Assert.IsType<AccessPolicy>(policy.GetValue(null)));

    [Fact]
    public void WhoIsNotNamedMayNothing()
    {
        Assert.NotEmpty(All);
        Assert.All(All, policy => Assert.False(policy.Allows(User(Role.Operator))));
        Assert.All(All, policy => Assert.False(policy.Allows(User((Role)99))));
    }

    [Fact]
    public void AReviewerNeitherAdministersNorControlsRunningSessions()
    {
        var reviewer = User(Role.Reviewer);
        Assert.All([Policies.Readers, Policies.Reviewers], policy => Assert.True(policy.Allows(reviewer)));
        Assert.All(
            [Policies.Administrators, Policies.Staff, Policies.Attendants, Policies.OwnCandidate],
            policy => Assert.False(policy.Allows(reviewer)));
    }

    [Theory]
    [InlineData(Role.Admin, "o", "u", true)]
    [InlineData(Role.Proctor, "o", "u", true)]
    [InlineData(Role.Reviewer, "o", "u", true)]
    [InlineData(Role.Candidate, "o", "candidate", true)]
    [InlineData(Role.Candidate, "o", "u", false)]
    [InlineData(Role.Operator, "o", "u", false)]
    [InlineData(Role.Operator, "o", "candidate", false)]
    [InlineData(Role.Admin, "another", "u", false)]
    [InlineData(Role.Reviewer, "another", "u", false)]
    [InlineData(Role.Candidate, "another", "candidate", false)]
    public void ASessionIsTheBusinessOfItsOrganizationsReadersAndItsOwnCandidate(Role role, string organization, string user, bool may)
    {
        var plan = new SessionPlan(
            SessionId.Parse("s"), OrganizationId.Parse("o"), UserId.Parse("candidate"), null, TimeSpan.FromHours(1), Accommodations.None, Policy.Default,
            null, null);
        var reader = User(role) with { OrganizationId = OrganizationId.Parse(organization), Id = UserId.Parse(user) };
        var refused = Record.Exception(() => reader.RequireAccess(plan));
        if (may) Assert.Null(refused);
        else Assert.Equal(404, Assert.IsType<ProblemException>(refused).Status);
    }

    [Theory]
    [InlineData(Role.Reviewer, true)]
    [InlineData(Role.Candidate, false)]
    [InlineData(Role.Operator, false)]
    public void OnlyWhoReadsSessionsSeesTheirFigures(Role role, bool sees)
    {
        var plan = new SessionPlan(
            SessionId.Parse("s"), OrganizationId.Parse("o"), UserId.Parse("u"), null, TimeSpan.FromHours(1), Accommodations.None, Policy.Default,
            null, null);
        var (session, _) = SessionRecord.Schedule(plan, Domain.Sessions.Actor.System, DateTimeOffset.UnixEpoch);
        Assert.Equal(sees, SessionView.Of(session, User(role)).Integrity is not null);
    }

    static CurrentUser User(Role role) => new(UserId.Parse("u"), OrganizationId.Parse("o"), "Una", "una@example.org", role, "login");
}
