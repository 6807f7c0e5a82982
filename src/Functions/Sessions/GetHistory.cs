using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain.Sessions;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Sessions;

/// <summary>Everything that happened to a session: what, who, when, why; oldest first.</summary>
sealed class GetHistory(SessionStore store)
{
    sealed record Item(
        string What,
        Actor Who,
        DateTimeOffset When,
        string? Why,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Minutes,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReviewDecision? Decision,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LastSeen,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Score);

    [Function(nameof(GetHistory))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions/{id}/history")] HttpRequest request,
        string id, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Readers);
        var paging = PageRequest.From(request);
        var session = await store.ReadAsync(id, user, cancellation);
        List<HistoryRow> rows = [];
        await foreach (var row in store.HistoryAsync(session.Id, First(paging), paging.Limit + 1, cancellation))
        {
            rows.Add(row);
            if (rows.Count > paging.Limit)
                break;
        }

        var page = paging.ToPage(rows, row => row.Number.ToString(CultureInfo.InvariantCulture));
        return Reply.Ok(new Page<Item>([.. page.Items.Select(row => View(row.Fact))], page.Next));
    }

    static int First(PageRequest paging) => paging.After switch
    {
        null => 0,
        { } after when int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number + 1,
        _ => throw Problem.Invalid("cursor", "is not a cursor that this list returned"),
    };

    static Item View(SessionFact fact) => new(
        fact.What,
        fact.By,
        fact.At,
        fact.Why,
        (fact as SessionFact.TimeGranted)?.Time.TotalMinutes is { } minutes ? (int)minutes : null,
        (fact as SessionFact.SessionReviewed)?.Decision,
        (fact as SessionFact.CandidateMissing)?.LastSeen,
        (fact as SessionFact.IntegrityOverridden)?.Score ?? (fact as SessionFact.IntegrityOverrideRemoved)?.Score);
}
