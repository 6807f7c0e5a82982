using System.Text.Json;
using Proctoring.Domain.Events;

namespace Proctoring.Domain.Tests;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("A-1.b_C")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void AnIdIsItsText(string text)
    {
        Assert.Equal(text, SessionId.Parse(text).Value);
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(SessionId.Parse(text)));
        Assert.Equal(SessionId.Parse(text), JsonSerializer.Deserialize<SessionId>($"\"{text}\""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("é")]
    [InlineData("a\n")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void OtherTextsAreNoId(string? text)
    {
        Assert.Equal((false, ""), (SessionId.TryParse(text, out var session), session.Value));
        Assert.Equal((false, ""), (OrganizationId.TryParse(text, out var organization), organization.Value));
        Assert.Equal((false, ""), (UserId.TryParse(text, out var user), user.Value));
        Assert.Equal((false, ""), (ExamId.TryParse(text, out var exam), exam.Value));
        Assert.Equal((false, ""), (ReportId.TryParse(text, out var report), report.Value));
        Assert.Equal((false, ""), (EventId.TryParse(text, out var @event), @event.Value));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SessionId>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void AnIdCanBeAKeyInJson()
    {
        var counts = new Dictionary<UserId, int> { [UserId.Parse("ada")] = 1 };

        Assert.Equal(counts, JsonSerializer.Deserialize<Dictionary<UserId, int>>(JsonSerializer.Serialize(counts)));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Dictionary<UserId, int>>("""{"a b":1}"""));
    }

    [Fact]
    public void AnEventTypeIsItsName()
    {
        Assert.Equal("[\"NO_FACE\"]", JsonSerializer.Serialize(new[] { EventType.NoFace }));
        Assert.Same(EventType.NoFace, JsonSerializer.Deserialize<EventType>("\"NO_FACE\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<EventType>("\"SMELL\""));
        Assert.Equal(21, EventType.All.Count);
    }

    [Fact]
    public void EnumerationsAreCamelCaseNames()
    {
        Assert.Equal("\"secondReview\"", JsonSerializer.Serialize(Proctoring.Domain.Sessions.ReviewDecision.SecondReview));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Severity>("3"));
    }
}
