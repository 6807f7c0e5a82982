using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>
/// Hands the attempt in, with the answers if the client keeps them here. A repetition changes nothing, also not the
/// answers.
/// </summary>
sealed class SubmitSession(SessionCommands commands)
{
    /// <summary>Room for what stands around the answers.</summary>
    const int LargestBody = AnswersRow.LargestAnswers + 64 * 1024;

    sealed record Body(JsonElement? Answers);

    [Function(nameof(SubmitSession))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/sessions/{id}/submit")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable)
    {
        var user = await request.UserAsync(Policies.OwnCandidate);
        var body = await JsonBody.ReadOptionalAsync<Body>(request, LargestBody, "answers");
        IReadOnlyCollection<TableTransactionAction> rows =
            body.Answers is { } answers ? AnswersRow.Write(id, answers) : [];
        var session = await commands.ExecuteAsync(
            request, user, id, durable, (by, at) => new SessionCommand.Submit(by, at), rows);
        return Reply.Ok(SessionView.Of(session, user), session.LifecycleVersion);
    }
}
