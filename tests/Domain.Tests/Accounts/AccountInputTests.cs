using Proctoring.Domain.Accounts;
using Proctoring.Domain.Scoring;

namespace Proctoring.Domain.Tests.Accounts;

public sealed class AccountInputTests
{
    private readonly FieldErrors _errors = new();

    [Theory]
    [InlineData("ada@example.org", "ada@example.org")]
    [InlineData("  Ada.Lovelace+exam@Example.ORG ", "ada.lovelace+exam@example.org")]
    [InlineData("a@b", "a@b")]
    [InlineData("jörg@müller.example", "jörg@müller.example")]
    public void AnEmailIsNormalised(string given, string normalised)
    {
        Assert.Equal(normalised, AccountInput.Email(given, _errors));
        Assert.True(_errors.IsEmpty);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@example.org")]
    [InlineData("ada@")]
    [InlineData("ada@home@example.org")]
    [InlineData("ada lovelace@example.org")]
    [InlineData("ada\n@example.org")]
    [InlineData("ada😀@example.org")]
    public void WhatIsNoEmailIsRefused(string? given)
    {
        Assert.Null(AccountInput.Email(given, _errors, "admin.email"));
        Assert.Equal(["admin.email"], _errors.ToDictionary().Keys);
    }

    [Fact]
    public void AnEmailHasAtMost254Characters()
    {
        Assert.NotNull(AccountInput.Email(new string('x', 252) + "@y", _errors));
        Assert.Null(AccountInput.Email(new string('x', 253) + "@y", _errors));
    }

    [Theory]
    [InlineData("password", true)]
    [InlineData("passwor", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void APasswordHasAtLeastEightCharacters(string? given, bool valid) =>
        Assert.Equal(valid, AccountInput.Password(given, _errors) is not null);

    [Theory]
    [InlineData(null, "is required")]
    [InlineData("", "must be admin, proctor, reviewer or candidate")]
    [InlineData("operator", "must be admin, proctor, reviewer or candidate")]
    public void WhatIsNoRoleOfAMemberIsRefused(string? given, string fault)
    {
        Assert.Null(AccountInput.Role(given, _errors));
        Assert.Equal([fault], _errors.ToDictionary()["role"]);
    }

    [Fact]
    public void EveryFaultOfAFieldIsTakenOver()
    {
        var others = new FieldErrors();
        others.Add("name", "is too long");
        others.Add("name", "is taken");

        _errors.Add(others);

        Assert.Equal(["is too long", "is taken"], _errors.ToDictionary()["name"]);
    }

    [Fact]
    public void APasswordIsTakenAsItIs() => Assert.Equal("  pass word  ", AccountInput.Password("  pass word  ", _errors));

    [Fact]
    public void AVeryLongPasswordIsRefusedBeforeItIsHashed()
    {
        Assert.NotNull(AccountInput.Password(new string('x', 128), _errors));
        Assert.Null(AccountInput.Password(new string('x', 129), _errors));
    }

    [Theory]
    [InlineData("admin", Role.Admin)]
    [InlineData("proctor", Role.Proctor)]
    [InlineData("candidate", Role.Candidate)]
    [InlineData("reviewer", Role.Reviewer)]
    [InlineData("operator", null)]
    [InlineData("Admin", null)]
    [InlineData("1", null)]
    [InlineData(null, null)]
    public void NobodyBecomesOperatorByRequest(string? given, Role? role) => Assert.Equal(role, AccountInput.Role(given, _errors));

    [Theory]
    [InlineData(" Ada ", "Ada")]
    [InlineData("   ", null)]
    [InlineData(null, null)]
    [InlineData("Ada\u0000", null)]
    public void ANameIsTrimmedText(string? given, string? name) => Assert.Equal(name, AccountInput.Name(given, _errors));

    [Fact]
    public void ABaselineIsAboveZero()
    {
        Assert.Null(AccountInput.Baseline(new Baseline(0, -1, double.NaN), _errors));
        Assert.Equal(["baseline.answerSeconds", "baseline.pxPerSecond", "baseline.wpm"], _errors.ToDictionary().Keys);
    }

    [Fact]
    public void ABaselineMayBePartOfOne()
    {
        Assert.Equal(new Baseline(50, null, null), AccountInput.Baseline(new Baseline(50, null, null), _errors));
        Assert.Null(AccountInput.Baseline(new Baseline(null, null, null), _errors));
        Assert.True(_errors.IsEmpty);
    }
}
