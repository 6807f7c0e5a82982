using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// Ends a login, or with <c>everywhere</c> all logins of its user: at their next request their tokens are good for nothing. Whose it
/// is says the refresh token, so that it works when the access token has expired; without one, the access token.
/// </summary>
/// <remarks>Repeated with the refresh token it is 204 again, but 401 where <c>everywhere</c> is asked for and nothing was ended.</remarks>
sealed class LogOut(LoginTokens tokens)
{
    [Function("Logout")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/auth/logout")] HttpRequest request)
    {
        var body = await JsonBody.ReadOptionalAsync<Request>(request);
        var everywhere = body.Everywhere ?? false;
        if (string.IsNullOrEmpty(body.RefreshToken))
        {
            await tokens.EndAsync(await request.UserAsync(Policies.Members), everywhere);
            return Reply.NoContent();
        }

        request.Limits().Anonymous(request);
        if (RefreshTokens.Read(body.RefreshToken) is not { } token || (!await tokens.EndAsync(token, everywhere) && everywhere))
            throw Problem.Unauthenticated("The refresh token is not valid, or not any more.");
        return Reply.NoContent();
    }

    sealed record Request(string? RefreshToken, bool? Everywhere);
}
