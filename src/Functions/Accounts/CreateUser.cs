using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Domain.Exams;
using Proctoring.Domain.Scoring;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

sealed class CreateUser(UserStore users, Passwords passwords, TimeProvider time)
{
    [Function(nameof(CreateUser))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/users")] HttpRequest request,
        CancellationToken cancellation)
    {
        var admin = await request.UserAsync(Policies.Administrators);
        var body = await JsonBody.ReadAsync<Request>(request);

        var errors = new FieldErrors();
        var name = AccountInput.Name(body.Name, errors);
        var email = AccountInput.Email(body.Email, errors);
        var password = AccountInput.Password(body.Password, errors);
        var role = AccountInput.Role(body.Role, errors);
        var accommodations = body.Accommodations?.Validate(errors);
        var baseline = AccountInput.Baseline(body.Baseline, errors);
        errors.ThrowIfAny();

        var now = time.GetUtcNow();
        var user = new User(UserId.Parse(NewId.Make(now)), admin.OrganizationId, name!, email!, role!.Value, accommodations, baseline);
        var added = await users.AddAsync(new StoredUser(user, await passwords.HashAsync(password!, cancellation), []), cancellation)
            ?? throw Problem.Conflict("The e-mail address belongs to another account of the organisation.", "email");
        return Reply.Created($"/api/v1/users/{added.Id}", UserReply.Of(added));
    }

    sealed record Request(
        string? Name,
        string? Email,
        string? Password,
        string? Role,
        AccommodationsInput? Accommodations,
        Baseline? Baseline);
}
