using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

sealed class LogIn(UserStore users, LoginGuard guard, Passwords passwords, LoginTokens tokens)
{
    [Function("Login")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/auth/login")] HttpRequest request,
        CancellationToken cancellation)
    {
        request.Limits().Anonymous(request);
        var body = await JsonBody.ReadAsync<Request>(request);
        var errors = new FieldErrors();
        var email = AccountInput.Email(body.Email, errors);
        if (string.IsNullOrEmpty(body.Password)) errors.Add("password", "is required");
        errors.ThrowIfAny();

        var address = ClientAddress.Of(request);
        await guard.CheckAsync(email!, address);
        var accounts = await users.FindByEmailAsync(email!, body.Organization, cancellation);
        return await TryAsync(email!, address, accounts, body.Password!, cancellation) switch
        {
            [var account] => Reply.Ok(await tokens.BeginAsync(account)),
            var several => throw await AskAsync(several),
        };
    }

    /// <summary>The accounts whose password it is; 401 if there is none.</summary>
    /// <remarks>Whether anybody has the address shows neither in the reply nor in what is done for it, hence in the time it takes.</remarks>
    async Task<IReadOnlyList<StoredUser>> TryAsync(
        string email, string address, IReadOnlyList<StoredUser> accounts, string password, CancellationToken cancellation)
    {
        LoginAttempt attempt;
        IReadOnlyList<StoredUser> fitting;
        TimeSpan evening;
        // Who leaves while it waits for its turn has guessed nothing. From then on nothing is cancelled.
        using (await passwords.EnterAsync(cancellation))
        {
            // Counted in its turn and no sooner: a school whose pupils wait at one address would else use up what that may fail.
            attempt = await guard.CountAsync(email, address);
            (fitting, evening) = await passwords.CompareAsync(accounts, password);
        }

        if (fitting.Count == 0)
        {
            await Task.Delay(evening, CancellationToken.None);
            throw Problem.Unauthenticated("E-mail address or password is wrong.");
        }

        await guard.TakeBackAsync(attempt);
        return fitting;
    }

    /// <summary>Which organisations a person may mean, who has shown to know the password of several accounts.</summary>
    async Task<ProblemException> AskAsync(IReadOnlyList<StoredUser> accounts)
    {
        var organizations = await Task.WhenAll(
            accounts.Select(account => users.FindOrganizationAsync(account.User.OrganizationId, CancellationToken.None)));
        return Problem.OrganizationNeeded(
            [.. organizations.OfType<Organization>().Select(organization => new OrganizationChoice(organization.Id, organization.Name))]);
    }

    /// <param name="Organization">Id or short name; needed only by who has the same password in several.</param>
    sealed record Request(string? Email, string? Password, string? Organization);
}
