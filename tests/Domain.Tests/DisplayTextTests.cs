using Proctoring.Domain.Accounts;
using Proctoring.Domain.Exams;

namespace Proctoring.Domain.Tests;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("Ada\u202Eadmin")]
    [InlineData("Ada\u2066")]
    [InlineData("Ada\u200E")]
    [InlineData("Ada\u061C")]
    [InlineData("A\u200Bda")]
    [InlineData("A\u2060da")]
    [InlineData("\uFEFFAda")]
    [InlineData("A\u00ADda")]
    [InlineData("Ada\u0007")]
    [InlineData("Ada\nAdmin")]
    [InlineData("Ada\u2028Admin")]
    [InlineData("Ada\u3164")]
    [InlineData("Ada\uD83D")]
    [InlineData("Ada \U000E0041")]
    [InlineData("\u200DAda")]
    [InlineData("Ada\u200C")]
    [InlineData("Ada \u200D Admin")]
    public void WhatIsNotSeenOrTurnsTheTextIsRefused(string text)
    {
        var errors = new FieldErrors();
        Assert.Null(AccountInput.Name(text, errors, "admin.name"));
        Assert.Null(AccountInput.Reason($"{text} x", errors));
        Assert.NotNull(DisplayText.Fault(text));
        Assert.Equal(["admin.name", "reason"], errors.ToDictionary().Keys);
        Assert.Null(AccountInput.Email($"{text}@example.org", new()));
    }

    [Theory]
    [InlineData("Ada Lovelace")]
    [InlineData("Jörg Müller-Lüdenscheidt")]
    [InlineData("Jo\u0308rg")]
    [InlineData("علی\u200Cرضا")]
    [InlineData("क्\u200Dष")]
    [InlineData("李小龍")]
    [InlineData("𠮷野家")]
    [InlineData("O'Brien\u00A0III")]
    [InlineData("👩\u200D🚀 Ada")]
    [InlineData("\u05D0\u05D1 \u05D2")]
    public void NamesOfAllScriptsAreFine(string text) => Assert.Null(DisplayText.Fault(text));

    [Fact]
    public void TextsOfSeveralLinesMayHaveThem()
    {
        Assert.Null(DisplayText.Fault("one\r\n\ttwo", lines: true));
        Assert.NotNull(DisplayText.Fault("one\u202Etwo", lines: true));
        Assert.NotNull(DisplayText.Fault("one\u0000two", lines: true));
    }

    [Fact]
    public void AnExamSaysWhichOfItsTextsIsMeant()
    {
        var errors = new FieldErrors();
        var input = new ExamInput("A\u200Blgebra", 60, "about\u202E", null, null, "first\u2066", null, null, null);
        Assert.Null(input.Validate(errors, ExamId.Parse("exam"), OrganizationId.Parse("org"), UserId.Parse("user"), Given.T0));
        Assert.Equal(["description", "instructions", "title"], errors.ToDictionary().Keys);
    }
}
