using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Exams;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>Plans a candidate's attempt at an exam, or an interview: no exam, but a duration.</summary>
sealed class CreateSession(
    SessionStore store, SessionIndex index, UserStore users, ExamStore exams, CreationKeys keys, TimeProvider clock)
{
    sealed record Body(
        string? CandidateId, string? ExamId, int? DurationMinutes, DateTimeOffset? ScheduledAt,
        AccommodationsInput? Accommodations);

    [Function(nameof(CreateSession))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions")] HttpRequest request,
        CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Staff);
        var body = await JsonBody.ReadAsync<Body>(request);
        var key = IdempotencyKey.Read(request, user, body);
        if (await keys.FindAsync(user.OrganizationId, key, cancellation) is { } known) return known;

        var now = clock.GetUtcNow();
        var plan = await PlanAsync(SessionId.Parse(NewId.Make(now)), user.OrganizationId, body, now, cancellation);
        var id = await keys.ReserveAsync(user.OrganizationId, key, plan.Id.Value, cancellation);
        var (session, fact) = SessionRecord.Schedule(plan with { Id = SessionId.Parse(id) }, Actor.User(user.Id), now);

        // The lists first: they skip what does not exist, but nobody would find a session that is in no list.
        await index.ProjectAsync(session, cancellation);
        session = await store.CreateAsync(session, [fact], cancellation);
        return await keys.CreatedAsync(
            user.OrganizationId, key, $"/api/v1/sessions/{id}", SessionView.Of(session, user), session.LifecycleVersion, cancellation);
    }

    async Task<SessionPlan> PlanAsync(
        SessionId id, OrganizationId organization, Body body, DateTimeOffset now, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var candidate = await FindCandidateAsync(organization, body.CandidateId, errors, cancellation);
        var exam = body.ExamId is null ? null : await FindExamAsync(organization, body.ExamId, cancellation);
        var duration = exam?.Duration ?? TimeSpan.Zero;
        if (body.DurationMinutes is not null)
            duration = DurationLimits.Validate(body.DurationMinutes, errors) ?? duration;
        else if (exam is null)
            errors.Add("durationMinutes", "is missing: a session without an exam needs a duration");
        var accommodations = body.Accommodations?.Validate(errors) ?? candidate?.Accommodations ?? Accommodations.None;
        var scheduledAt = SessionTimes.Validate(body.ScheduledAt, now, errors) ?? exam?.ScheduledAt;
        errors.ThrowIfAny();

        return new SessionPlan(
            id, organization, candidate!.Id, exam?.Id, duration, accommodations, exam?.ToPolicy() ?? Policy.Default,
            candidate.Baseline, scheduledAt);
    }

    async Task<User?> FindCandidateAsync(
        OrganizationId organization, string? text, FieldErrors errors, CancellationToken cancellation)
    {
        if (text is null)
        {
            errors.Add("candidateId", "is missing");
            return null;
        }

        if (!UserId.TryParse(text, out var id) || await users.FindAsync(organization, id, cancellation) is not { } user)
            throw Problem.NotFound("candidate", "candidateId");
        if (user.Role != Role.Candidate)
            errors.Add("candidateId", "is not a candidate");
        return user;
    }

    async Task<Exam> FindExamAsync(OrganizationId organization, string text, CancellationToken cancellation) =>
        ExamId.TryParse(text, out var id) && await exams.FindAsync(organization, id, cancellation) is { } exam
            ? exam
            : throw Problem.NotFound("exam", "examId");
}
