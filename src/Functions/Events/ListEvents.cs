using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;
using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Events;

/// <summary>A session's events as they were scored, in the order in which they were.</summary>
sealed class ListEvents(SessionStore store, EventLog log)
{
    /// <summary>Most pages looked through for one reply, when a filter finds little; the cursor then goes on behind them.</summary>
    const int MostPages = 2_000;

    [Function(nameof(ListEvents))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/sessions/{id}/events")] HttpRequest request,
        string id, CancellationToken cancellation)
    {
        var user = await request.UserAsync(Policies.Readers);
        var page = PageRequest.From(request);
        var filter = EventFilter.Read(request);
        var start = EventPlace.Parse(page.After);
        var session = await store.ReadAsync(id, user, cancellation);

        List<RawJson> items = [];
        var last = start;
        var pages = 0;
        await foreach (var stored in log.ReadAsync(session.Id, start.Page, filter.From, filter.To, cancellation))
        {
            if (pages++ == MostPages) return Answer(items, last);
            var events = stored.Read();
            for (var i = stored.Number == start.Page ? start.Taken : 0; i < events.Count; i++)
            {
                if (!filter.Matches(events[i].Scored.Event)) continue;
                if (items.Count == page.Limit) return Answer(items, last);
                items.Add(new(events[i].Json));
                last = new(stored.Number, i + 1);
            }

            if (items.Count < page.Limit) last = new(stored.Number, events.Count);
        }

        return Answer(items, null);
    }

    static IResult Answer(List<RawJson> items, EventPlace? next) =>
        Reply.Ok(new Page<RawJson>(items, next is { } place ? PageRequest.CursorAfter(place.ToString()) : null));
}
