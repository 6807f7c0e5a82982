using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Functions.Exams;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Realtime;

sealed class Subscribe(Proctoring hub, SessionStore sessions, ExamStore exams)
{
    /// <summary>A subscription outlasts a working day, but not the person's interest by much.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    [Function(nameof(Subscribe))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/realtime/subscriptions")] HttpRequest request,
        CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.SessionReaders);
        var body = await JsonBody.ReadOptionalAsync<Request>(request);
        if (body is { SessionId: not null, ExamId: not null })
            throw Problem.Invalid("examId", "cannot be given together with sessionId");
        if (await GroupAsync(user, body, cancellation) is { } group)
            await hub.UserGroups.AddToGroupAsync(user.Id.Value, group, Lifetime, cancellation);
        return Reply.NoContent();
    }

    /// <summary>The group to join; null for a candidate, who is sent what is its own without joining anything.</summary>
    async Task<string?> GroupAsync(CurrentUser user, Request wanted, CancellationToken cancellation)
    {
        var watches = Policies.Readers.Allows(user);
        if (wanted.SessionId is not null)
        {
            var session = await sessions.ReadAsync(wanted.SessionId, user, cancellation);
            return watches ? Groups.Of(session.Id) : null;
        }

        if (!watches) throw Problem.Forbidden("A candidate can subscribe to its own session only.");
        if (wanted.ExamId is null) return Groups.Of(user.OrganizationId);
        return ExamId.TryParse(wanted.ExamId, out var exam)
            && await exams.FindAsync(user.OrganizationId, exam, cancellation) is not null
            ? Groups.Of(exam)
            : throw Problem.NotFound("exam");
    }

    sealed record Request(string? SessionId, string? ExamId);
}
