using Proctoring.Domain.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

/// <summary>Begins, renews and looks up logins, which are kept in their users' rows.</summary>
sealed class LoginTokens(UserStore users, AccessTokens access, RefreshTokens refresh, TimeProvider time)
{
    /// <summary>Begins a login of somebody whose password was right; 401 if the account has changed since it was read, or is disabled.</summary>
    public async Task<LoginReply> BeginAsync(StoredUser account)
    {
        var now = time.GetUtcNow();
        var login = Login.Begin(NewId.Make(now), refresh.NewSecret(), account.Grounds, now);
        var stored = await users.ChangeLoginsAsync(account.User.OrganizationId, account.User.Id, Begin);
        return stored?.FindLogin(login.Id, now) is null
            ? throw Problem.Unauthenticated("E-mail address or password is wrong.")
            : Reply(stored.User, login, login.Number);

        IReadOnlyList<Login>? Begin(StoredUser user) =>
            user.Grounds == account.Grounds && !user.IsDisabled ? user.Logins.With(login, now) : null;
    }

    /// <summary>The next tokens for a refresh token; null if it is good for none. One that was used before ends its login.</summary>
    public async Task<(LoginReply? Reply, bool WasReused)> RefreshAsync(RefreshToken token)
    {
        var now = time.GetUtcNow();
        Login? login = null;
        Refreshing? outcome = null;
        var stored = await users.ChangeLoginsAsync(token.Organization, token.User, Refresh);
        return (stored, outcome) switch
        {
            ({ } user, Refreshing.Renewed renewed) => (Reply(user.User, renewed.Login, renewed.Login.Number), false),
            ({ } user, Refreshing.Repeated repeated) => (Reply(user.User, login!, repeated.Number), false),
            _ => (null, outcome is Refreshing.Reused),
        };

        IReadOnlyList<Login>? Refresh(StoredUser user)
        {
            login = Find(user, token, now);
            outcome = login?.Refresh(token.Number, now);
            return outcome switch
            {
                Refreshing.Renewed renewed => user.Logins.With(renewed.Login, now),
                Refreshing.Reused => user.Logins.Without(token.Login),
                _ => null,
            };
        }
    }

    /// <summary>Ends the login of a refresh token, or all logins of its user. False if the token is of none that holds.</summary>
    public async Task<bool> EndAsync(RefreshToken token, bool everywhere)
    {
        var found = false;
        await users.ChangeLoginsAsync(token.Organization, token.User, user =>
        {
            found = Find(user, token, time.GetUtcNow()) is not null;
            return found ? Remaining(user, token.Login, everywhere) : null;
        });
        return found;
    }

    /// <summary>Ends the login that a request's access token belongs to, or all logins of its user.</summary>
    public Task EndAsync(CurrentUser user, bool everywhere) =>
        users.ChangeLoginsAsync(user.OrganizationId, user.Id, stored => Remaining(stored, user.Login, everywhere));

    /// <summary>See <see cref="FindCurrentUser"/>.</summary>
    public async Task<CurrentUser?> FindAsync(AccessTicket ticket, CancellationToken cancellation) =>
        await users.FindStoredAsync(ticket.Organization, ticket.User, cancellation) is { User: var user } stored
        && stored.FindLogin(ticket.Login, time.GetUtcNow()) is not null
            ? new(user.Id, user.OrganizationId, user.Name, user.Email, user.Role, ticket.Login)
            : null;

    static IReadOnlyList<Login> Remaining(StoredUser user, string login, bool everywhere) =>
        everywhere ? [] : user.Logins.Without(login);

    Login? Find(StoredUser user, RefreshToken token, DateTimeOffset now) =>
        user.FindLogin(token.Login, now) is { } login && refresh.IsGenuine(token, login) ? login : null;

    LoginReply Reply(User user, Login login, int number)
    {
        var (token, expires) = access.Issue(user, login.Id);
        return new(token, expires, refresh.Write(user, login, number), UserReply.Of(user));
    }
}
