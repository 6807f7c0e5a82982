using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Proctoring.Local.Durable.Engine;

namespace Proctoring.Local.Durable.Client;

/// <summary>Instances in the order of their ids, as a table gives them; the continuation token is the last id seen.</summary>
sealed class InstancePages(
    TaskHubState state, OrchestrationQuery query, Func<Instance, bool, OrchestrationMetadata> describe)
    : AsyncPageable<OrchestrationMetadata>
{
    public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(
        string? continuationToken = default, int? pageSizeHint = default)
    {
        var after = continuationToken ?? query.ContinuationToken;
        do
        {
            var page = Next(after, pageSizeHint ?? query.PageSize);
            yield return page;
            after = page.ContinuationToken;
            await Task.CompletedTask;
        }
        while (after is not null);
    }

    public Page<OrchestrationMetadata> Next(string? after, int size)
    {
        lock (state.Lock)
        {
            var found = state.Instances
                .Where(instance => after is null || string.CompareOrdinal(instance.Id, after) > 0)
                .Where(instance => Matches(instance, query))
                .OrderBy(instance => instance.Id, StringComparer.Ordinal)
                .Take(size + 1)
                .ToList();
            var token = found.Count > size ? found[size - 1].Id : null;
            return new Page<OrchestrationMetadata>(
                [.. found.Take(size).Select(instance => describe(instance, query.FetchInputsAndOutputs))], token);
        }
    }

    public static bool Matches(Instance instance, OrchestrationQuery query) =>
        (query.CreatedFrom is not { } from || instance.Created.At >= from.UtcDateTime)
        && (query.CreatedTo is not { } to || instance.Created.At <= to.UtcDateTime)
        && (query.InstanceIdPrefix is not { } prefix || instance.Id.StartsWith(prefix, StringComparison.Ordinal))
        && (query.Statuses?.ToList() is not { Count: > 0 } statuses || statuses.Contains(instance.Status));
}
