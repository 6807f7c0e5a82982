using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;

namespace Proctoring.Functions.Accounts;

[JsonConverter(typeof(CamelCaseEnum<DeletionStatus>))]
enum DeletionStatus { Deleting, Deleted, Failed }

/// <summary>Removes an organisation, some at a time, and looks again later for what was still under way.</summary>
/// <remarks>
/// The organisation itself and its users go first, so that nobody can log in, go on or add users any more. But a session's token needs no storage to be valid
/// for its time, a request may be under way, and a message waits in the stream for up to a week. What they leave is found by another pass after
/// that, and passes go on until one finds nothing. Each step may run twice and then does the rest.
/// </remarks>
static class OrganizationDeletion
{
    /// <summary>Longer than any token of before is valid, and as long as a message can wait in the stream.</summary>
    static readonly TimeSpan UntilNextPass = TimeSpan.FromDays(7);

    /// <summary>Steps of one run, whose history is read anew at each.</summary>
    const int MostSteps = 50;

    /// <summary>Storage may be away for hours; to give up would keep what has to go.</summary>
    static readonly TaskOptions Patiently = new(new TaskRetryOptions(new RetryPolicy(
        maxNumberOfAttempts: 10_000, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(5))));

    /// <summary>How far a deletion is; null if there is none.</summary>
    public static async Task<DeletionStatus?> FindAsync(
        DurableTaskClient durable, OrganizationId organization, CancellationToken cancellation)
    {
        var run = await durable.GetInstanceAsync(InstanceId(organization), getInputsAndOutputs: true, cancellation);
        return run?.RuntimeStatus switch
        {
            null => null,
            OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated => DeletionStatus.Failed,
            OrchestrationRuntimeStatus.Completed => DeletionStatus.Deleted,
            _ => run.ReadCustomStatusAs<DeletionStatus?>() ?? DeletionStatus.Deleting,
        };
    }

    public static async Task StartAsync(DurableTaskClient durable, OrganizationId organization, CancellationToken cancellation)
    {
        try
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(
                nameof(OrganizationDeletion),
                new DeletionInput(organization),
                new StartOrchestrationOptions(InstanceId(organization)),
                cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // Which exception says "there is one already" depends on the backend, so ask.
            if (await FindAsync(durable, organization, cancellation) is null or DeletionStatus.Failed) throw;
        }
    }

    [Function(nameof(OrganizationDeletion))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<DeletionInput>()!;
        context.SetCustomStatus(input.IsRepeated ? DeletionStatus.Deleted : DeletionStatus.Deleting);
        if (input.NotBefore is { } time) await context.CreateTimer(time.UtcDateTime, CancellationToken.None);

        var found = input.Found;
        foreach (var activity in new[] { nameof(RemoveUsers), nameof(RemoveSessions), nameof(RemoveOrganization) })
        {
            for (var steps = 0; await context.CallActivityAsync<bool>(activity, input.Organization, Patiently); steps++)
            {
                found = true;
                if (steps < MostSteps) continue;
                context.ContinueAsNew(input with { Found = true, NotBefore = null });
                return;
            }
        }

        if (found)
            context.ContinueAsNew(new DeletionInput(
                input.Organization, IsRepeated: true, NotBefore: new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero) + UntilNextPass));
    }

    static string InstanceId(OrganizationId organization) => $"deletion-{organization}";
}

/// <summary>Input of <see cref="OrganizationDeletion"/>.</summary>
/// <param name="IsRepeated">A pass after the first one: all that was there at its beginning is removed.</param>
/// <param name="Found">This pass has found something already, in an earlier run.</param>
sealed record DeletionInput(
    OrganizationId Organization, bool IsRepeated = false, bool Found = false, DateTimeOffset? NotBefore = null);
