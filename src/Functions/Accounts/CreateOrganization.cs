using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

sealed class CreateOrganization(OperatorKey operatorKey, UserStore users, Passwords passwords, TimeProvider time)
{
    [Function(nameof(CreateOrganization))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/organizations")] HttpRequest request,
        CancellationToken cancellation)
    {
        operatorKey.Require(request);
        var body = await JsonBody.ReadAsync<Request>(request);

        var errors = new FieldErrors();
        var name = AccountInput.Name(body.Name, errors);
        var shortName = body.ShortName is null ? null : ShortName.Read(body.ShortName, errors);
        if (body.Admin is null) errors.Add("admin", "is required");
        var adminName = body.Admin is null ? null : AccountInput.Name(body.Admin.Name, errors, "admin.name");
        var email = body.Admin is null ? null : AccountInput.Email(body.Admin.Email, errors, "admin.email");
        var password = body.Admin is null ? null : AccountInput.Password(body.Admin.Password, errors, "admin.password");
        errors.ThrowIfAny();

        var now = time.GetUtcNow();
        var organization = new Organization(OrganizationId.Parse(NewId.Make(now)), name!, shortName ?? "", now);
        var admin = new User(UserId.Parse(NewId.Make(now)), organization.Id, adminName!, email!, Role.Admin);
        var created = await users.AddAsync(organization, new(admin, await passwords.HashAsync(password!, cancellation), []), cancellation)
            ?? throw Problem.Conflict("The short name belongs to another organisation.", "shortName");
        return Reply.Created($"/api/v1/users/{admin.Id}", new OrganizationReply(
            created.Id, created.Name, created.ShortName, new(admin.Id, admin.Name, admin.Email, admin.Role)));
    }

    /// <param name="ShortName">What its people may say at login to mean this organisation; absent: made of the name.</param>
    sealed record Request(string? Name, string? ShortName, AdminRequest? Admin);

    sealed record AdminRequest(string? Name, string? Email, string? Password);

    sealed record OrganizationReply(OrganizationId Id, string Name, string ShortName, AdminReply Admin);

    sealed record AdminReply(UserId Id, string Name, string Email, Role Role);
}
