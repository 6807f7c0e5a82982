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

    /// <summary>Whether it is the user's password; false without a user, after the same time.</summary>
    public bool Verify(StoredUser? user, string password) =>
        _hasher.VerifyHashedPassword(null!, user?.PasswordHash ?? _nobodys, password) != PasswordVerificationResult.Failed
        && user is not null;
}
