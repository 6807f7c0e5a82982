using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;
using Proctoring.Local.Durable.Client;

namespace Proctoring.Local.Durable.Endpoints;

/// <summary>
/// The HTTP management API of the durable task extension. As with the real host on a developer's machine, no key is
/// asked for.
/// </summary>
sealed class ManagementEndpoints(HubDurableTaskClient client)
{
    const string ContinuationHeader = "x-ms-continuation-token";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var instances = endpoints.MapGroup("/runtime/webhooks/durabletask/instances");
        instances.MapGet("", ListAsync);
        instances.MapDelete("", PurgeAllAsync);
        instances.MapGet("{id}", GetAsync);
        instances.MapDelete("{id}", PurgeAsync);
        instances.MapPost("{id}/raiseEvent/{eventName}", RaiseEventAsync);
        instances.MapPost("{id}/terminate", (string id, string? reason, CancellationToken cancellation) =>
            CommandAsync(id, () => client.TerminateInstanceAsync(id, new TerminateInstanceOptions(reason), cancellation)));
        instances.MapPost("{id}/suspend", (string id, string? reason, CancellationToken cancellation) =>
            CommandAsync(id, () => client.SuspendInstanceAsync(id, reason, cancellation)));
        instances.MapPost("{id}/resume", (string id, string? reason, CancellationToken cancellation) =>
            CommandAsync(id, () => client.ResumeInstanceAsync(id, reason, cancellation)));
    }

    async Task<IResult> GetAsync(
        string id,
        HttpRequest request,
        bool? showInput,
        bool? returnInternalServerErrorOnFailure,
        CancellationToken cancellation)
    {
        var found = await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation);
        if (found is not { } instance) return Results.NotFound();
        var body = Describe(instance, showInput ?? true);
        if (instance.IsCompleted)
            return Results.Json(body, statusCode: instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed
                && returnInternalServerErrorOnFailure == true ? 500 : 200);
        request.HttpContext.Response.Headers.RetryAfter = "5";
        return Results.Accepted($"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}", body);
    }

    IResult ListAsync(
        HttpRequest request, DateTimeOffset? createdTimeFrom, DateTimeOffset? createdTimeTo, string? runtimeStatus,
        string? instanceIdPrefix, bool? showInput, int? top)
    {
        var query = new OrchestrationQuery(
            createdTimeFrom, createdTimeTo, StatusesOf(runtimeStatus), null, instanceIdPrefix, top ?? 100, true);
        var page = client.PagesOf(query).Next(request.Headers[ContinuationHeader].FirstOrDefault(), query.PageSize);
        request.HttpContext.Response.Headers[ContinuationHeader] = page.ContinuationToken;
        return Results.Json(page.Values.Select(instance => Describe(instance, showInput ?? false)));
    }

    async Task<IResult> RaiseEventAsync(string id, string eventName, HttpRequest request, CancellationToken cancellation)
    {
        if (await RefusalAsync(id, cancellation) is { } refusal) return refusal;
        if (!request.HasJsonContentType())
            return Results.BadRequest(new { Message = "Only application/json request content is supported" });
        using var reader = new StreamReader(request.Body);
        var json = await reader.ReadToEndAsync(cancellation);
        try
        {
            await client.RaiseSerializedAsync(id, eventName, JsonNode.Parse(json)?.ToJsonString(), cancellation);
        }
        catch (JsonException)
        {
            return Results.BadRequest(new { Message = "Invalid JSON content" });
        }
        return Results.Accepted();
    }

    async Task<IResult> PurgeAsync(string id, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(id, cancellation) is null) return Results.NotFound();
        return Purged(await client.PurgeInstanceAsync(id, cancellation));
    }

    async Task<IResult> PurgeAllAsync(
        DateTimeOffset? createdTimeFrom, DateTimeOffset? createdTimeTo, string? runtimeStatus, CancellationToken cancellation)
    {
        if (createdTimeFrom is null) return Results.BadRequest("Please provide value for 'createdTimeFrom' parameter.");
        var result = await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(createdTimeFrom, createdTimeTo, StatusesOf(runtimeStatus)), cancellation);
        return result.PurgedInstanceCount == 0 ? Results.NotFound() : Purged(result);
    }

    async Task<IResult> CommandAsync(string id, Func<Task> command)
    {
        if (await RefusalAsync(id, CancellationToken.None) is { } refusal) return refusal;
        await command();
        return Results.Accepted();
    }

    async Task<IResult?> RefusalAsync(string id, CancellationToken cancellation) =>
        await client.GetInstanceAsync(id, cancellation) switch
        {
            null => Results.NotFound(),
            { IsCompleted: true } => Results.StatusCode(StatusCodes.Status410Gone),
            _ => null,
        };

    static IResult Purged(PurgeResult result) => Results.Json(new { instancesDeleted = result.PurgedInstanceCount });

    static IEnumerable<OrchestrationRuntimeStatus> StatusesOf(string? list)
    {
        foreach (var name in (list ?? "").Split(','))
            if (Enum.TryParse<OrchestrationRuntimeStatus>(name, out var status))
                yield return status;
    }

    static JsonObject Describe(OrchestrationMetadata instance, bool showInput) => new()
    {
        ["name"] = instance.Name,
        ["instanceId"] = instance.InstanceId,
        ["runtimeStatus"] = instance.RuntimeStatus.ToString(),
        ["input"] = showInput ? ReadJson(instance.SerializedInput) : null,
        ["customStatus"] = ReadJson(instance.SerializedCustomStatus),
        ["output"] = ReadJson(instance.SerializedOutput),
        ["createdTime"] = Time(instance.CreatedAt),
        ["lastUpdatedTime"] = Time(instance.LastUpdatedAt),
    };

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z";

    /// <summary>The output of a failed instance is its error message, which is not JSON.</summary>
    static JsonNode? ReadJson(string? text)
    {
        if (text is null) return null;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
