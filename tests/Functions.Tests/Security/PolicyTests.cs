using System.Reflection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

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

    static CurrentUser User(Role role) => new(UserId.Parse("u"), OrganizationId.Parse("o"), "Una", "una@example.org", role);
}
