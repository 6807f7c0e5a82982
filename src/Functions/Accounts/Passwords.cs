using Microsoft.AspNetCore.Identity;
using Proctoring.Domain.Accounts;

namespace Proctoring.Functions.Accounts;

/// <summary>ASP.NET Core Identity's password hasher.</summary>
sealed class Passwords
{
    readonly PasswordHasher<User> _hasher = new();

    // What a password is compared with when nobody has the e-mail address, so that this takes as long. Made at once: a
    // later first use would show in the time taken.
    readonly string _nobodys;

    public Passwords() => _nobodys = Hash(Guid.NewGuid().ToString());

    public string Hash(string password) => _hasher.HashPassword(null!, password);

    /// <summary>Those of the accounts whose password it is. Without any account one password, nobody's, is compared all the same.</summary>
    public IReadOnlyList<StoredUser> Fitting(IReadOnlyList<StoredUser> accounts, string password)
    {
        if (accounts.Count == 0) IsRight(_nobodys, password);
        return [.. accounts.Where(account => IsRight(account.PasswordHash, password))];
    }

    bool IsRight(string hash, string password) =>
        _hasher.VerifyHashedPassword(null!, hash, password) != PasswordVerificationResult.Failed;
}
