using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

sealed class ListUsers(UserStore users)
{
    [Function(nameof(ListUsers))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/users")] HttpRequest request,
        CancellationToken cancellation)
    {
        var caller = await request.UserAsync(Policies.Readers);
        var errors = new FieldErrors();
        Role? role = request.Query.TryGetValue("role", out var text) ? AccountInput.Role(text, errors) : null;
        errors.ThrowIfAny();

        var page = await users.ListAsync(caller.OrganizationId, role, PageRequest.From(request), cancellation);
        return Reply.Ok(new Page<UserReply>([.. page.Items.Select(UserReply.Of)], page.Next));
    }
}
