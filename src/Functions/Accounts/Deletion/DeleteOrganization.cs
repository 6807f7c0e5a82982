using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// Has an organisation removed with all that is stored about it and its people. Asking again changes nothing and tells how far it
/// is: 202 <c>deleting</c>, then for a few weeks 200 <c>deleted</c>, then 404.
/// </summary>
sealed class DeleteOrganization(OperatorKey operatorKey, UserStore users)
{
    [Function(nameof(DeleteOrganization))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/organizations/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id, CancellationToken cancellation)
    {
        operatorKey.Require(request);
        if (!OrganizationId.TryParse(id, out var organization)) throw Problem.NotFound("organization");

        var status = await OrganizationDeletion.FindAsync(durable, organization, cancellation);
        if (status is DeletionStatus.Deleted) return Reply.Ok(new DeletionReply(organization, DeletionStatus.Deleted));
        if (status is null && await users.FindOrganizationAsync(organization, cancellation) is null)
            throw Problem.NotFound("organization");
        if (status is null or DeletionStatus.Failed)
            await OrganizationDeletion.StartAsync(durable, organization, cancellation);
        return Reply.Accepted(new DeletionReply(organization, DeletionStatus.Deleting));
    }

    sealed record DeletionReply(OrganizationId Id, DeletionStatus Status);
}
