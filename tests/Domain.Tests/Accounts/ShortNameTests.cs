using Proctoring.Domain.Accounts;

namespace Proctoring.Domain.Tests.Accounts;

public sealed class ShortNameTests
{
    [Theory]
    [InlineData("Sample College", "sample-college")]
    [InlineData("  École Supérieure -- d'Été!  ", "ecole-superieure-d-ete")]
    [InlineData("東京大学", "organization")]
    [InlineData("X", "organization")]
    [InlineData("MIT 2", "mit-2")]
    public void ANameBecomesAShortOne(string name, string expected) => Assert.Equal(expected, ShortName.Of(name));

    [Theory]
    [InlineData("name")]
    [InlineData("a-very-long-name-of-forty-characters-0000")]
    public void WhatIsMadeIsItselfAShortName(string name)
    {
        foreach (var made in new[] { ShortName.Of(name), ShortName.With(ShortName.Of(new string('x', 300)), "3f9a1c2d") })
            Assert.Equal(made, ShortName.Read(made, new()));
    }

    [Theory]
    [InlineData(" Sample-College ", "sample-college")]
    [InlineData("a", null)]
    [InlineData("-ab", null)]
    [InlineData("ab-", null)]
    [InlineData("a b", null)]
    [InlineData("éa", null)]
    [InlineData("", null)]
    public void AGivenOneIsNormalisedOrRefused(string given, string? expected)
    {
        var errors = new FieldErrors();
        Assert.Equal(expected, ShortName.Read(given, errors));
        Assert.Equal(expected is null, errors.ToDictionary().ContainsKey("shortName"));
    }
}
