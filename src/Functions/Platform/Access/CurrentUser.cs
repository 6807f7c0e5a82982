using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Proctoring.Domain;
using Proctoring.Domain.Accounts;

namespace Proctoring.Functions.Platform;

/// <summary>Who makes the request, as its access token says.</summary>
sealed record CurrentUser(UserId Id, OrganizationId OrganizationId, string Name, string Email, Role Role);

static class CurrentUserExtensions
{
    /// <summary>The user whose access token the request carries; 401 without a valid one, 403 if the policy does not name its role.</summary>
    public static ValueTask<CurrentUser> UserAsync(this HttpRequest request, AccessPolicy policy)
    {
        var user = request.HttpContext.RequestServices.GetRequiredService<AccessTokens>().Read(request.Headers.Authorization)
            ?? throw Problem.Unauthenticated();
        return policy.Allows(user) ? ValueTask.FromResult(user) : throw Problem.Forbidden();
    }

    /// <summary>
    /// The session whose token the request carries; 401 without a valid one, 404 if it belongs to another session.
    /// </summary>
    public static SessionTicket SessionTicket(this HttpRequest request, string sessionId)
    {
        var ticket = request.HttpContext.RequestServices.GetRequiredService<SessionTokens>().Read(request.Headers.Authorization)
            ?? throw Problem.Unauthenticated("A valid session token is needed; starting the session gives one.");
        return ticket.SessionId.Value == sessionId ? ticket : throw Problem.NotFound("session");
    }
}
