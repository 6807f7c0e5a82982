using System.Net;
using System.Text;
using System.Text.Json;
using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Events;

[Collection(nameof(SharedApp))]
public sealed class IngestTests(SharedApp shared)
{
    [Fact]
    public async Task AnEventIsAcceptedAndScored()
    {
        var (organization, session, candidate) = await RunAsync();

        var accepted = await candidate.AcceptAsync(session, Sent.Event("LOOKING_AWAY", id: "first-1"));

        Assert.Equal(["first-1"], accepted);
        await organization.Proctor.Api.ScoredAsync(session, 1);
        var scored = Assert.Single(await organization.Proctor.Api.ListAsync($"/sessions/{session}/events"));
        Assert.Equal("first-1", scored.Text("id"));
        Assert.Equal(5, scored.Number("deduction"));
        Assert.False(string.IsNullOrEmpty(scored.Text("reason")));
    }

    [Fact]
    public async Task AHundredEventsAreAcceptedInOneRequestAndKeepTheirOrder()
    {
        var (organization, session, candidate) = await RunAsync();
        var sent = Enumerable.Range(1, 100).Select(n => Sent.Event("HEARTBEAT", seq: n, id: $"e{n}")).ToList();

        var accepted = await candidate.AcceptAsync(session, Sent.Batch(sent));

        Assert.Equal(sent.Select(e => e["id"]), accepted);
        await organization.Proctor.Api.ScoredAsync(session, 100);
        var scored = await organization.Proctor.Api.ListAsync($"/sessions/{session}/events?limit=33");
        Assert.Equal(accepted, scored.Select(e => e.Text("id")));
    }

    [Fact]
    public async Task EachRefusedEventIsNamedAndTheOthersAreAccepted()
    {
        var (organization, session, candidate) = await RunAsync();

        var reply = (await candidate.PostAsync($"/sessions/{session}/events", Sent.Batch(
            Sent.Event("COPY", id: "good-1"),
            Sent.Event("NO_SUCH_TYPE", id: "bad-type"),
            Sent.Event("COPY", id: "bad-confidence").With("confidence", 1.5),
            Sent.Event("COPY", id: "not allowed!"),
            Sent.Event("COPY", DateTimeOffset.UtcNow.AddMinutes(6), id: "in-the-future"),
            Sent.Event("COPY", id: "good-2").With("unknown", new { field = true })))).Expect(HttpStatusCode.Accepted);

        Assert.Equal(["good-1", "good-2"], reply.GetProperty("accepted").EnumerateArray().Select(id => id.GetString()));
        var refused = reply.GetProperty("refused").EnumerateArray().ToList();
        Assert.Equal([1, 2, 3, 4], refused.Select(r => r.Number("index")));
        Assert.Equal(["type", "confidence", "id", "occurredAt"], refused.Select(r => r.Text("field")));
        Assert.Equal("bad-type", refused[0].Text("id"));
        Assert.False(refused[2].TryGetProperty("id", out _));
        Assert.All(refused, r => Assert.False(string.IsNullOrEmpty(r.Text("reason"))));
        await organization.Proctor.Api.ScoredAsync(session, 2);
        Assert.Equal(2, (await organization.Proctor.Api.ListAsync($"/sessions/{session}/events")).Count);
    }

    [Fact]
    public async Task WhenNoneIsAcceptableTheProblemNamesEveryField()
    {
        var (_, session, candidate) = await RunAsync();

        var problem = (await candidate.PostAsync($"/sessions/{session}/events", Sent.Batch(
            Sent.Event("COPY").With("seq", 0),
            Sent.Event("TYPING_SAMPLE")))).ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "events[0].seq");

        Assert.NotEmpty(problem.GetProperty("errors").GetProperty("events[1].data.wpm").EnumerateArray());
        Assert.Equal(2, problem.GetProperty("refused").GetArrayLength());
    }

    [Fact]
    public async Task EveryReplyTellsTheServersTime()
    {
        var (_, session, candidate) = await RunAsync();
        var before = DateTimeOffset.UtcNow;

        var accepted = (await candidate.PostAsync($"/sessions/{session}/events", Sent.Event("COPY"))).Expect(HttpStatusCode.Accepted);
        var refused = (await candidate.PostAsync($"/sessions/{session}/events", Sent.Event("COPY", before.AddHours(1))))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "occurredAt");

        var after = DateTimeOffset.UtcNow;
        Assert.All([accepted, refused], reply => Assert.InRange(reply.GetProperty("receivedAt").GetDateTimeOffset(), before, after));
    }

    [Fact]
    public async Task ARefusedEventWithoutAnIdIsReportedWithoutOne()
    {
        var (_, session, candidate) = await RunAsync();
        var problem = (await candidate.PostAsync($"/sessions/{session}/events", new StringContent("""{"type":"COPY"}""")))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", "id");
        Assert.False(problem.GetProperty("refused")[0].TryGetProperty("id", out _));
    }

    [Theory]
    [InlineData("""{"id":"a","type":"COPY"}""", "occurredAt")]
    [InlineData("""{"id":"a","type":"WHATEVER","occurredAt":"2026-01-01T00:00:00Z"}""", "type")]
    [InlineData("""{"id":"a","type":"COPY","occurredAt":"2026-01-01T00:00:00Z","label":7}""", "label")]
    [InlineData("""{"events":[]}""", "events")]
    [InlineData("""{"events":{}}""", "events")]
    [InlineData("""{"events":[7]}""", "events[0]")]
    [InlineData("""[]""", "body")]
    [InlineData("""{"id":"a",""", "body")]
    [InlineData("", "body")]
    public async Task ABodyThatIsNoEventIsRefusedByTheNameOfItsField(string body, string field)
    {
        var (_, session, candidate) = await RunAsync();

        (await candidate.PostAsync($"/sessions/{session}/events", Sent.Raw(body)))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-input", field);
    }

    [Fact]
    public async Task MoreThanAHundredEventsAreTooLarge()
    {
        var (_, session, candidate) = await RunAsync();

        (await candidate.PostAsync($"/sessions/{session}/events", Sent.Batch(Enumerable.Range(0, 101).Select(_ => Sent.Event("COPY")))))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABodyOverAMegabyteIsTooLargeWhetherOrNotItSaysSo(bool announced)
    {
        var (_, session, candidate) = await RunAsync();
        var body = Encoding.UTF8.GetBytes($$"""{"junk":"{{new string('x', 1024 * 1024)}}"}""");
        HttpContent content = announced ? new ByteArrayContent(body) : new StreamContent(new UnseekableStream(body));

        (await candidate.PostAsync($"/sessions/{session}/events", content)).ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task TheLargestRequestThatIsAllowedIsScoredWhole()
    {
        var (organization, session, candidate) = await RunAsync();
        var text = string.Concat(Enumerable.Range(0, 2000).Select(n => $"{n:D4}"));
        var sent = Enumerable.Range(1, 100).Select(n => Sent.Event("COPY", seq: n).With("data", new { text })).ToList();

        var accepted = await candidate.AcceptAsync(session, Sent.Batch(sent));

        Assert.Equal(100, accepted.Length);
        await organization.Proctor.Api.ScoredAsync(session, 100);
        var scored = await organization.Proctor.Api.ListAsync($"/sessions/{session}/events");
        Assert.Equal(accepted, scored.Select(e => e.Text("id")));
        Assert.All(scored, e => Assert.Equal(text, e.GetProperty("data").Text("text")));
    }

    [Fact]
    public async Task AnEventIsKeptByteForByteWhereverItsWhiteSpaceIs()
    {
        var (organization, session, candidate) = await RunAsync();
        const string Label = "naïve “Größe” 日本 \\u0001 \\n 🙂";
        var at = DateTimeOffset.UtcNow.ToString("O");
        var body = $$"""
            {
              "sent" : "by hand",
              "events" : [
                { "label" : "{{Label}}", "id" : "spaced-1", "occurredAt" : "{{at}}", "type" : "COPY", "data" : { "a" : [ 1.50, null ] } } ,
                { "id" : "spaced-\u0032", "type" : "PASTE", "occurredAt" : "{{at}}" }
              ]
            }
            """;

        Assert.Equal(["spaced-1", "spaced-2"], await candidate.AcceptAsync(session, Sent.Raw(body)));

        await organization.Proctor.Api.ScoredAsync(session, 2);
        var scored = await organization.Proctor.Api.ListAsync($"/sessions/{session}/events");
        Assert.Equal(["spaced-1", "spaced-2"], scored.Select(e => e.Text("id")));
        Assert.Equal(JsonDocument.Parse($"\"{Label}\"").RootElement.GetString(), scored[0].Text("label"));
        Assert.Equal("""{ "a" : [ 1.50, null ] }""", scored[0].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task ALateEventIsKeptAndMarked()
    {
        var (organization, session, candidate) = await RunAsync();

        await candidate.AcceptAsync(session, Sent.Batch(Sent.Event("COPY", DateTimeOffset.UtcNow.AddMinutes(-10)), Sent.Event("COPY")));

        await organization.Proctor.Api.ScoredAsync(session, 2);
        var scored = await organization.Proctor.Api.ListAsync($"/sessions/{session}/events");
        Assert.Equal([true, false], scored.Select(e => e.GetProperty("late").GetBoolean()));
    }

    [Fact]
    public async Task OnlyTheSessionsOwnTokenOpensIt()
    {
        var (organization, session, candidate) = await RunAsync();
        var (other, _) = await organization.RunSessionAsync();
        var path = $"/sessions/{session}/events";

        (await shared.App.Anonymous.PostAsync(path, Sent.Event("COPY"))).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await shared.App.With("nonsense").PostAsync(path, Sent.Event("COPY"))).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await organization.Candidate.Api.PostAsync(path, Sent.Event("COPY"))).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await candidate.PostAsync($"/sessions/{other}/events", Sent.Event("COPY"))).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await candidate.PostAsync("/sessions/nobody/events", Sent.Event("COPY"))).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    async Task<(TestOrganization Organization, string Session, Api Candidate)> RunAsync()
    {
        var organization = await TestOrganization.CreateAsync(shared.App);
        var (session, candidate) = await organization.RunSessionAsync();
        return (organization, session, candidate);
    }

    /// <summary>Its length is not known beforehand, so that the request goes in chunks.</summary>
    sealed class UnseekableStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
