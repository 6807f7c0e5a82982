namespace Proctoring.Domain.Accounts;

/// <summary>
/// A login and its refresh tokens, of which each is good for one successor: a family. A token that comes a second time has been
/// stolen, or its thief has used it first; so the whole family ends, unless it comes again so soon that a lost reply or a second
/// tab explains it.
/// </summary>
/// <param name="Secret">What its tokens are signed with, encrypted.</param>
/// <param name="Grounds">What it was given on: see <see cref="Logins.IsAlive"/>.</param>
/// <param name="Number">Number of the newest token, from 1.</param>
/// <param name="Refreshed">The latest refreshments, oldest first.</param>
/// <param name="ExpiresAt">When the newest token ceases to be good.</param>
public sealed record Login(
    string Id, string Secret, string Grounds, int Number, IReadOnlyList<Refreshment> Refreshed, DateTimeOffset ExpiresAt)
{
    /// <summary>How long a refresh token is good; a login that is used goes on for ever.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>How long a token that was used gives the same successor again.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>Refreshments remembered; more than anybody needs within <see cref="Grace"/>.</summary>
    public const int MostRefreshments = 16;

    public static Login Begin(string id, string secret, string grounds, DateTimeOffset now) =>
        new(id, secret, grounds, 1, [], now + Lifetime);

    /// <summary>What a refresh token of this login is good for.</summary>
    /// <param name="number">The token's number.</param>
    public Refreshing Refresh(int number, DateTimeOffset now)
    {
        if (number == Number)
        {
            Refreshment[] recent = [.. Refreshed.Where(earlier => earlier.At > now - Grace), new(number, now)];
            return new Refreshing.Renewed(this with
            {
                Number = number + 1,
                Refreshed = [.. recent.TakeLast(MostRefreshments)],
                ExpiresAt = now + Lifetime,
            });
        }

        return Refreshed.Any(earlier => earlier.Number == number && earlier.At >= now - Grace)
            ? new Refreshing.Repeated(number + 1)
            : new Refreshing.Reused();
    }
}

/// <summary>A token that was used for its successor.</summary>
public sealed record Refreshment(int Number, DateTimeOffset At);

/// <summary>What a refresh token is good for.</summary>
public abstract record Refreshing
{
    private Refreshing()
    {
    }

    /// <summary>The next token; the login is to be stored.</summary>
    public sealed record Renewed(Login Login) : Refreshing;

    /// <summary>The token that was given for it already.</summary>
    public sealed record Repeated(int Number) : Refreshing;

    /// <summary>Nothing, and the login ends.</summary>
    public sealed record Reused : Refreshing;
}

/// <summary>The logins of a user.</summary>
public static class Logins
{
    /// <summary>Logins that a user has at the same time; a further one ends the one that was used least lately.</summary>
    public const int Most = 20;

    /// <summary>Whether a login still holds: neither expired nor given on other grounds (password, role) than there are now.</summary>
    public static bool IsAlive(this Login login, string grounds, DateTimeOffset now) => login.Grounds == grounds && login.ExpiresAt > now;

    /// <summary>With one more, or the same used again, as the last; those that do not hold any more are forgotten.</summary>
    public static IReadOnlyList<Login> With(this IReadOnlyList<Login> logins, Login login, DateTimeOffset now) =>
        [.. logins.Where(other => other.Id != login.Id && other.IsAlive(login.Grounds, now)).TakeLast(Most - 1), login];

    /// <summary>Without one.</summary>
    public static IReadOnlyList<Login> Without(this IReadOnlyList<Login> logins, string id) => [.. logins.Where(login => login.Id != id)];
}
