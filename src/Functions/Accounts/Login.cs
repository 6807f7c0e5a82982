using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

sealed class Login(
    UserStore users, LoginAttemptStore attempts, LoginGates gates, Passwords passwords, AccessTokens tokens, TimeProvider time)
{
    [Function(nameof(Login))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/auth/login")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync<Request>(request);
        var errors = new FieldErrors();
        var email = AccountInput.Email(body.Email, errors);
        if (string.IsNullOrEmpty(body.Password)) errors.Add("password", "is required");
        errors.ThrowIfAny();

        using var _ = await gates.EnterAsync(email!, cancellation);
        var earlier = await attempts.ReadAsync(email!, cancellation);
        if (earlier.RetryAfter(time.GetUtcNow()) is { } wait)
            throw Problem.TooMany(wait, "Too many failed logins. Wait before you try again.");

        var accounts = await users.FindByEmailAsync(email!, body.Organization, cancellation);
        var fitting = passwords.Fitting(accounts, body.Password!);
        if (fitting.Count == 0)
        {
            await attempts.CountFailureAsync(email!, cancellation);
            throw Problem.Unauthenticated("E-mail address or password is wrong.");
        }
        if (earlier.Failures.Count > 0) await attempts.ForgetAsync(email!, cancellation);
        return fitting.Count == 1 ? Reply.Ok(Grant(fitting[0])) : throw await AskAsync(fitting, cancellation);
    }

    [Function("RefreshLogin")]
    public async Task<IResult> RefreshAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/auth/refresh")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync<RefreshRequest>(request);
        if (string.IsNullOrEmpty(body.RefreshToken)) throw Problem.Invalid("refreshToken", "is required");
        if (tokens.ReadRefreshToken(body.RefreshToken) is { } ticket
            && await users.FindStoredAsync(ticket.Organization, ticket.User, cancellation) is { } user
            && user.Stamp == ticket.Stamp)
            return Reply.Ok(Grant(user));
        throw Problem.Unauthenticated("The refresh token is not valid, or not any more.");
    }

    /// <summary>Which organisations a person may mean, who has shown to know the password of several accounts.</summary>
    async Task<ProblemException> AskAsync(IReadOnlyList<StoredUser> accounts, CancellationToken cancellation)
    {
        var organizations = await Task.WhenAll(
            accounts.Select(account => users.FindOrganizationAsync(account.User.OrganizationId, cancellation)));
        return Problem.OrganizationNeeded(
            [.. organizations.OfType<Organization>().Select(organization => new OrganizationChoice(organization.Id, organization.Name))]);
    }

    LoginReply Grant(StoredUser user)
    {
        var pair = tokens.Issue(user.User, user.Stamp);
        return new(pair.AccessToken, pair.ExpiresAt, pair.RefreshToken, UserReply.Of(user.User));
    }

    /// <param name="Organization">Id or short name; needed only by who has the same password in several.</param>
    sealed record Request(string? Email, string? Password, string? Organization);

    sealed record RefreshRequest(string? RefreshToken);
}
