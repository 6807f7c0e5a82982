using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;

namespace Proctoring.Functions.Platform;

/// <summary>Who makes the request, as it is stored at this moment.</summary>
/// <param name="Login">The login that the request's token belongs to.</param>
sealed record CurrentUser(UserId Id, OrganizationId OrganizationId, string Name, string Email, Role Role, string Login);

/// <summary>
/// The user of an access token; null when its login has ended, by whatever means, or the account is disabled or gone. One row
/// is read for it at every request: only so does the end of a login take effect at once, on every instance.
/// </summary>
delegate Task<CurrentUser?> FindCurrentUser(AccessTicket ticket, CancellationToken cancellation);

static class CurrentUserExtensions
{
    /// <summary>
    /// The user whose access token the request carries; 429 beyond its rate, 401 without a valid token, 403 if the policy does not
    /// name its role.
    /// </summary>
    public static async ValueTask<CurrentUser> UserAsync(this HttpRequest request, AccessPolicy policy)
    {
        var services = request.HttpContext.RequestServices;
        if (services.GetRequiredService<AccessTokens>().Read(request.Headers.Authorization) is not { } ticket)
        {
            request.Limits().Anonymous(request);
            throw Problem.Unauthenticated();
        }

        request.Limits().User(ticket);
        var user = await services.GetRequiredService<FindCurrentUser>()(ticket, request.HttpContext.RequestAborted)
            ?? throw Problem.Unauthenticated("The login has ended. Log in again.");
        return policy.Allows(user) ? user : throw Problem.Forbidden();
    }

    /// <summary>
    /// The session whose token the request carries; 401 without a valid one, 404 if it belongs to another session.
    /// </summary>
    public static SessionTicket SessionTicket(this HttpRequest request, string sessionId)
    {
        if (request.HttpContext.RequestServices.GetRequiredService<SessionTokens>().Read(request.Headers.Authorization) is not { } ticket)
        {
            request.Limits().Anonymous(request);
            throw Problem.Unauthenticated("A valid session token is needed; starting the session gives one.");
        }

        return ticket.SessionId.Value == sessionId ? ticket : throw Problem.NotFound("session");
    }
}
