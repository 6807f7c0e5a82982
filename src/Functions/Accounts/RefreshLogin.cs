using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Proctoring.Domain;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>
/// Gives the next pair of tokens. A refresh token is good once; within a minute it gives the same successor again (two tabs, a lost
/// reply), later it ends its login, for then two have it.
/// </summary>
sealed partial class RefreshLogin(LoginTokens tokens, ILogger<RefreshLogin> logger)
{
    [Function(nameof(RefreshLogin))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/auth/refresh")] HttpRequest request)
    {
        request.Limits().Anonymous(request);
        var body = await JsonBody.ReadAsync<Request>(request);
        if (string.IsNullOrEmpty(body.RefreshToken)) throw Problem.Invalid("refreshToken", "is required");
        if (RefreshTokens.Read(body.RefreshToken) is { } token)
        {
            var (reply, wasReused) = await tokens.RefreshAsync(token);
            if (reply is not null) return Reply.Ok(reply);
            if (wasReused) Log.Reused(logger, token.User, token.Organization);
        }

        throw Problem.Unauthenticated("The refresh token is not valid, or not any more.");
    }

    sealed record Request(string? RefreshToken);

    static partial class Log
    {
        [LoggerMessage(700, LogLevel.Warning, "A refresh token of user {UserId} ({OrganizationId}) was used a second time; its login is ended")]
        public static partial void Reused(ILogger logger, UserId userId, OrganizationId organizationId);
    }
}
