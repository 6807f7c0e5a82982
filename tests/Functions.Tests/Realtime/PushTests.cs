using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Alerts;
using Proctoring.Domain.Events;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Reports;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Realtime;
using Proctoring.Functions.Reports;

namespace Proctoring.Functions.Tests.Realtime;

/// <summary>Who is told what.</summary>
public sealed class PushTests : IAsyncDisposable
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    static readonly SessionPlan Plan = new(
        SessionId.Parse("s1"), OrganizationId.Parse("org"), UserId.Parse("candidate"), ExamId.Parse("exam"), TimeSpan.FromHours(1), Accommodations.None,
        Policy.Default, null, null);

    readonly Hearing _service = new();
    readonly ServiceProvider _services;
    readonly Push _push;

    public PushTests() => _push = new(_services = _service.ToServices());

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task AnAlertGoesToWhoWatchesTheSessionItsExamOrItsOrganisation()
    {
        EventId[] events = [EventId.Parse("e1")];
        var alert = new Alert(AlertId.Parse("a1"), Plan.Id, "COPY", Severity.Medium, "Something was copied", 0.25, Start, events, Count: 3);

        await _push.AlertAsync(Plan, alert);
        await _push.AlertAsync(Plan with { ExamId = null }, alert);

        var message = new AlertMessage(alert.Id, Plan.Id, Plan.CandidateId, "COPY", Severity.Medium, "Something was copied", 0.25, Start, events, 3);
        Assert.Equal([("session:s1 exam:exam org:org", message), ("session:s1 org:org", message)], _service.Heard);
    }

    [Fact]
    public async Task AResolutionSaysWhoSawToItAndHowManyAreLeft()
    {
        var alert = new Alert(
            AlertId.Parse("a1"), Plan.Id, "COPY", Severity.Medium, "Something was copied", 0.25, Start, [], null, AlertStatus.Resolved,
            UserId.Parse("proctor"), Start.AddMinutes(1), "seen");
        var session = Running() with { Version = 9, Alerts = new() { Open = 2 } };

        await _push.ResolvedAsync(session, alert);

        Assert.Equal(
            [("session:s1 exam:exam org:org", new ResolvedMessage(alert.Id, Plan.Id, UserId.Parse("proctor"), Start.AddMinutes(1), "seen", 2, 9))],
            _service.Heard);
    }

    [Fact]
    public async Task EventsGoToWhoWatchesTheSessionItselfOnly()
    {
        var events = new RawJson("[{}]"u8.ToArray());
        await _push.ActivityAsync(Plan, events);
        Assert.Equal([("session:s1", new ActivityMessage(Plan.Id, events))], _service.Heard);
    }

    [Fact]
    public async Task AScoreIsTheOneThatCounts()
    {
        var (session, _) = Running().SetOverride(40, UserId.Parse("proctor"), "seen in person", Start.AddMinutes(1));

        await _push.ScoreAsync(session with { Version = 9 });

        var score = Assert.IsType<ScoreMessage>(Assert.Single(_service.Heard, heard => heard.To == "session:s1 exam:exam org:org").Message);
        Assert.Equal(new(Plan.Id, 40, session.Risk.Score, session.Risk.Level, session.LastSeen, 9), score);
        Assert.Equal(Start, score.LastSeenAt);
    }

    [Fact]
    public async Task ASessionsStateGoesToProctorsAndToItsCandidate()
    {
        var pause = Assert.IsType<Decision.Accepted>(Running().Decide(new SessionCommand.Pause(Actor.System, Start.AddMinutes(10), "fire drill")));
        var session = Running().Apply(pause.Facts) with { Version = 9 };

        await _push.SessionAsync(session);

        var message = new SessionMessage(Plan.Id, "paused", null, 50 * 60, "present", session.LastSeen, "fire drill", 9);
        Assert.Equal([("session:s1 exam:exam org:org", message), ("user candidate", message)], _service.Heard);
    }

    [Fact]
    public async Task AnAcknowledgementGoesToTheCandidateAlone()
    {
        await _push.AckAsync(Plan, 5, 17);
        Assert.Equal([("user candidate", new AckMessage(Plan.Id, 5, 17))], _service.Heard);
    }

    [Fact]
    public async Task WhoAskedForAReportIsToldByItsNames()
    {
        var input = new CreateReportInput(Plan.Id, Plan.OrganizationId, ReportId.Parse("r1"), ReportFormat.Csv, UserId.Parse("proctor"));
        var notify = new NotifyRequester(_push);

        await notify.RunAsync(new(input, ReportStatus.Failed));
        await notify.RunAsync(new(input with { RequestedBy = null }, ReportStatus.Ready));

        Assert.Equal([("user proctor", new ReportMessage(Plan.Id, input.ReportId, "csv", "failed"))], _service.Heard);
    }

    [Fact]
    public void WhatNobodyGaveIsLeftOutOfAMessage()
    {
        Assert.DoesNotContain("count", Fields(new AlertMessage(AlertId.Parse("a1"), Plan.Id, Plan.CandidateId, "COPY", Severity.Low, "", 0, Start, [], null)));
        Assert.Equal(
            ["sessionId", "status", "deadline", "remainingSeconds", "presence", "lastSeenAt", "version"],
            Fields(new SessionMessage(Plan.Id, "scheduled", null, null, "present", null, null, 1)));
        Assert.Equal(
            ["id", "sessionId", "resolvedBy", "resolvedAt", "note", "open", "version"],
            Fields(new ResolvedMessage(AlertId.Parse("a1"), Plan.Id, null, null, null, 0, 1)));

        static IEnumerable<string> Fields<T>(T message) =>
            JsonSerializer.SerializeToElement(message, Json.Options).EnumerateObject().Select(field => field.Name);
    }

    static SessionRecord Running()
    {
        var (session, _) = SessionRecord.Schedule(Plan, Actor.System, Start);
        return session.Apply(Assert.IsType<Decision.Accepted>(session.Decide(new SessionCommand.Start(Actor.System, Start))).Facts);
    }

    /// <summary>Keeps what it is told, and for whom.</summary>
    sealed class Hearing : PlayedService
    {
        public List<(string To, object Message)> Heard { get; } = [];

        protected override Task TakeAsync(object message)
        {
            Heard.Add((Addressee, message));
            return Task.CompletedTask;
        }
    }
}
