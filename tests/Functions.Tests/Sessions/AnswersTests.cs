using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Proctoring.Functions.Sessions;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

[Collection(nameof(SharedApp))]
public sealed class AnswersTests(SharedApp shared)
{
    [Fact]
    public async Task TheCandidateSubmitsAndTheAnswersAreKept()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();

        var submitted = await organization.Candidate.DoAsync(id, "submit", new { answers = new { q1 = "42", q2 = new[] { 1, 2 } } });
        var again = await organization.Candidate.DoAsync(id, "submit", new { answers = new { q1 = "43" } });

        Assert.Equal("submitted", submitted.Status());
        Assert.Equal("submitted", again.Status());
        var answers = (await organization.Proctor.Api.GetAsync($"/sessions/{id}/answers")).Expect(HttpStatusCode.OK).GetProperty("answers");
        Assert.Equal("42", answers.GetProperty("q1").GetString());
        Assert.Equal(2, answers.GetProperty("q2").GetArrayLength());
        (await organization.Candidate.Api.GetAsync($"/sessions/{id}/answers")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task AnswersAreKeptAsTheyWereSent()
    {
        const string answers = """{"q1":"\ud83d\ude00","q2":[1.50,null]}""";
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        (await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit", new StringContent($$"""{"answers":{{answers}}}""")))
            .Expect(HttpStatusCode.OK);
        Assert.Equal($$"""{"answers":{{answers}}}""", (await organization.Proctor.Api.GetAsync($"/sessions/{id}/answers")).Text);
    }

    [Fact]
    public async Task WhoHandsInNothingHasNoAnswers()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        (await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit", new StringContent("""{"answers":null}"""))).Expect(HttpStatusCode.OK);
        (await organization.Proctor.Api.GetAsync($"/sessions/{id}/answers")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task AnEssayTakesTheRoomOfItsUtf8()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        var essay = new string('漢', 20_000);
        (await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit", new StringContent($$"""{"answers":"{{essay}}"}""")))
            .Expect(HttpStatusCode.OK);
        var kept = (await organization.Proctor.Api.GetAsync($"/sessions/{id}/answers")).Expect(HttpStatusCode.OK);
        Assert.Equal(essay, kept.GetProperty("answers").GetString());
    }

    [Theory]
    [InlineData(60 * 1024)]
    [InlineData(70_000)]
    [InlineData(8 * 60 * 1024 + 1)]
    [InlineData(1024 * 1024)]
    public async Task AnswersOfUpToAMegabyteAreKept(int bytes)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        var answers = $"\"{Random.Shared.GetString("abcdefghijklmnopqrstuvwxyz ", bytes - 2)}\"";

        (await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit", new StringContent($$"""{"answers":{{answers}}}""")))
            .Expect(HttpStatusCode.OK);

        Assert.Equal($$"""{"answers":{{answers}}}""", (await organization.Proctor.Api.GetAsync($"/sessions/{id}/answers")).Text);
    }

    [Theory]
    [InlineData(1024 * 1024 + 1)]
    [InlineData(3 * 1024 * 1024)]
    public async Task AnswersThatAreTooLargeAreRefusedByName(int bytes)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        (await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit", new { answers = new string('x', bytes - 2) }))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large", "answers");
        Assert.Equal("running", (await organization.Proctor.GetSessionAsync(id)).Status());
    }

    [Theory]
    [InlineData(0xC3, 0x28)]
    [InlineData(0xED, 0xA0, 0x80)]
    [InlineData(0xFF)]
    public async Task WhatIsNotUtf8IsRefusedAndNothingOfItIsKept(params int[] bytes)
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        byte[] body = [.. "{\"answers\":\""u8, .. bytes.Select(one => (byte)one), .. "\"}"u8];

        (await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit", new ByteArrayContent(body)))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "body");

        Assert.Equal("running", (await organization.Proctor.GetSessionAsync(id)).Status());
        (await organization.Proctor.Api.GetAsync($"/sessions/{id}/answers")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task HalfACharacterIsReplacedAndTheRestIsKept()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (id, _) = await organization.RunSessionAsync();
        const string sent = """{"q1":"cut: \ud83d","q2":"\udE00 \uD83D\ude00 \\ud83d \n\ud83d\ud83d\ude00","\udfff":1.50}""";
        const string kept = """{"q1":"cut: \ufffd","q2":"\ufffd \uD83D\ude00 \\ud83d \n\ufffd\ud83d\ude00","\ufffd":1.50}""";

        (await organization.Candidate.Api.PostAsync($"/sessions/{id}/submit", new StringContent($$"""{"answers":{{sent}}}""")))
            .Expect(HttpStatusCode.OK);

        Assert.Equal($$"""{"answers":{{kept}}}""", (await organization.Proctor.Api.GetAsync($"/sessions/{id}/answers")).Text);
    }

    [Fact]
    public void NoRowOfThemIsLargerThanTheServiceTakes()
    {
        using var largest = JsonDocument.Parse($"\"{new string('x', 1024 * 1024 - 2)}\"");

        var rows = AnswersRow.Write("session", largest.RootElement).Select(action => PartsOf((TableEntity)action.Entity)).ToList();

        // The emulator takes more than a row's 1 MiB and a property's 64 KB. What is counted besides comes to some KB.
        Assert.All(rows, parts => Assert.InRange(parts.Sum(), 1, 1000 * 1024));
        Assert.All(rows.SelectMany(parts => parts), part => Assert.InRange(part, 1, 64 * 1024));
        Assert.Equal(1024 * 1024, rows.Sum(parts => parts.Sum()));

        static List<int> PartsOf(TableEntity row) => [.. row.Keys.Select(key => row[key]).OfType<byte[]>().Select(part => part.Length)];
    }
}
