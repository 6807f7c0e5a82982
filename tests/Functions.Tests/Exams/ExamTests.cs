using System.Net;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Exams;

[Collection(nameof(SharedApp))]
public sealed class ExamTests(SharedApp shared)
{
    readonly TestApp _app = shared.App;

    [Fact]
    public async Task AnExamIsKeptAsItWasCreated()
    {
        var organization = shared.Organization;
        var reply = await organization.Proctor.Api.PostAsync("/exams", new
        {
            title = "Algebra I",
            durationMinutes = 90,
            description = "Groups & rings",
            totalQuestions = 12,
            scheduledAt = "2031-05-01T09:00:00Z",
            instructions = "No calculators.\nGood luck!",
            sensitivity = "high",
            allowTabSwitch = true,
            allowCopyPaste = false,
        });
        var exam = reply.Expect(HttpStatusCode.Created);
        Assert.Equal("\"1\"", reply.Headers.ETag?.ToString());
        Assert.Equal($"/api/v1/exams/{exam.GetProperty("id").GetString()}", reply.Headers.Location?.OriginalString);
        Assert.Equal(organization.Id, exam.GetProperty("organizationId").GetString());
        Assert.Equal((organization.Proctor.Id, 1), (exam.GetProperty("createdBy").GetString(), exam.GetProperty("version").GetInt32()));
        Assert.InRange(exam.GetProperty("createdAt").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Equal("Algebra I", exam.GetProperty("title").GetString());
        Assert.Equal(90, exam.GetProperty("durationMinutes").GetInt32());
        Assert.Equal("Groups & rings", exam.GetProperty("description").GetString());
        Assert.Equal(12, exam.GetProperty("totalQuestions").GetInt32());
        Assert.Equal(new DateTimeOffset(2031, 5, 1, 9, 0, 0, TimeSpan.Zero), exam.GetProperty("scheduledAt").GetDateTimeOffset());
        Assert.Equal("No calculators.\nGood luck!", exam.GetProperty("instructions").GetString());
        Assert.Equal("high", exam.GetProperty("sensitivity").GetString());
        Assert.True(exam.GetProperty("allowTabSwitch").GetBoolean());
        Assert.False(exam.GetProperty("allowCopyPaste").GetBoolean());

        foreach (var reader in new[] { organization.Admin, organization.Proctor, organization.Candidate })
        {
            var found = await reader.Api.GetAsync($"/exams/{exam.GetProperty("id").GetString()}");
            Assert.Equal(exam.GetRawText(), found.Expect(HttpStatusCode.OK).GetRawText());
            Assert.Equal("\"1\"", found.Headers.ETag?.ToString());
        }
    }

    [Fact]
    public async Task AKeyOfARefusedRequestIsGoodForTheNext()
    {
        var key = Guid.NewGuid().ToString("N");
        (await CreateAsync(new { title = "Quiz" })).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "durationMinutes");
        var created = await CreateAsync(new { title = "Quiz", durationMinutes = 5 });
        created.Expect(HttpStatusCode.Created);
        var again = await CreateAsync(new { title = "Quiz", durationMinutes = 5 });
        Assert.Equal((created.Text, created.Headers.Location), (again.Text, again.Headers.Location));

        Task<ApiReply> CreateAsync(object exam) => shared.Organization.Admin.Api.SendAsync(HttpMethod.Post, "/exams", exam, key: key);
    }

    [Fact]
    public async Task WhatIsNotGivenHasADefault()
    {
        var organization = shared.Organization;
        var exam = (await organization.Admin.Api.PostAsync("/exams", new { title = "Quiz", durationMinutes = 5 })).Expect(HttpStatusCode.Created);
        Assert.Equal("medium", exam.GetProperty("sensitivity").GetString());
        Assert.False(exam.GetProperty("allowTabSwitch").GetBoolean());
        Assert.False(exam.GetProperty("allowCopyPaste").GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, exam.GetProperty("description").ValueKind);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('漢')]
    [InlineData('\n')]
    public async Task TheLongestTextsAreKeptInEveryScript(char character)
    {
        var organization = shared.Organization;
        var (description, instructions) = (new string(character, 2_000), new string(character, 10_000));
        var exam = (await organization.Admin.Api.PostAsync("/exams", new { title = "Essay", durationMinutes = 60, description, instructions }))
            .Expect(HttpStatusCode.Created);

        var found = (await organization.Admin.Api.GetAsync($"/exams/{exam.GetProperty("id").GetString()}")).Expect(HttpStatusCode.OK);
        Assert.Equal(description, found.GetProperty("description").GetString());
        Assert.Equal(instructions, found.GetProperty("instructions").GetString());
    }

    [Fact]
    public async Task ATimeWithoutAZoneIsUtc()
    {
        var exam = (await shared.Organization.Admin.Api.PostAsync(
            "/exams", new { title = "Quiz", durationMinutes = 60, scheduledAt = "2031-05-01T09:00:00" })).Expect(HttpStatusCode.Created);
        Assert.Equal(new DateTimeOffset(2031, 5, 1, 9, 0, 0, TimeSpan.Zero), exam.GetProperty("scheduledAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("""{"durationMinutes":60}""", "title")]
    [InlineData("""{"title":"Quiz"}""", "durationMinutes")]
    [InlineData("""{"title":"Quiz","durationMinutes":0}""", "durationMinutes")]
    [InlineData("""{"title":"Quiz","durationMinutes":1441}""", "durationMinutes")]
    [InlineData("""{"title":"Quiz","durationMinutes":"60"}""", "durationMinutes")]
    [InlineData("""{"title":"Quiz","durationMinutes":60.5}""", "durationMinutes")]
    [InlineData("""{"title":"Quiz","durationMinutes":60,"sensitivity":"extreme"}""", "sensitivity")]
    [InlineData("""{"title":"Quiz","durationMinutes":60,"scheduledAt":"tomorrow"}""", "scheduledAt")]
    [InlineData("""{"title":"Quiz","durationMinutes":60,"scheduledAt":5}""", "scheduledAt")]
    [InlineData("""{"title":"Quiz","durationMinutes":60,"totalQuestions":-1}""", "totalQuestions")]
    [InlineData("""{"title":"Quiz","durationMinutes":60,"allowTabSwitch":"yes"}""", "allowTabSwitch")]
    public async Task BadInputNamesTheField(string body, string field)
    {
        var organization = shared.Organization;
        (await organization.Admin.Api.PostAsync("/exams", new StringContent(body)))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", field);
    }

    [Fact]
    public async Task AListHoldsTheExamsOfOnesOwnOrganizationOnly()
    {
        var organization = await TestOrganization.CreateAsync(_app);
        var other = await TestOrganization.CreateAsync(_app);
        var own = new[] { await organization.CreateExamAsync(), await organization.CreateExamAsync(), await organization.CreateExamAsync() };
        var foreign = await other.CreateExamAsync();

        var first = (await organization.Candidate.Api.GetAsync("/exams?limit=2")).Expect(HttpStatusCode.OK);
        var second = (await organization.Candidate.Api.GetAsync($"/exams?limit=2&cursor={first.GetProperty("next").GetString()}"))
            .Expect(HttpStatusCode.OK);
        var seen = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray())
            .Select(exam => exam.GetProperty("id").GetString()!);
        Assert.Equal(own.Order(StringComparer.Ordinal), seen);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("next").ValueKind);
        (await organization.Admin.Api.GetAsync($"/exams/{foreign}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }
}
