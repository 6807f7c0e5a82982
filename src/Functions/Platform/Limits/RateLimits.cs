using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Proctoring.Functions.Platform;

/// <summary>
/// Who asks for more than <see cref="LimitOptions"/> allow is told so (429, with when to come back) before anything else is done. A
/// user's share is taken before its organisation's, so that what one is refused costs the others nothing; there is no share of all
/// organisations that one of them could use up.
/// </summary>
sealed class RateLimits(LimitOptions options) : IDisposable
{
    /// <summary>
    /// What a limiter keeps is bounded: those who share a partition, by chance that nobody can foresee, share their budget, which is meant to be generous.
    /// </summary>
    const int Partitions = 16_384;

    const string Detail = "Too many requests. Wait before you go on.";

    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    const int Segments = 6;

    readonly PartitionedRateLimiter<string> _users = Rate(options.UserPerSecond, options.UserBurst);
    readonly PartitionedRateLimiter<string> _organizations = Rate(options.OrganizationPerSecond, options.OrganizationBurst);
    readonly PartitionedRateLimiter<string> _addresses = Rate(options.AddressPerSecond, options.AddressBurst);
    readonly PartitionedRateLimiter<string> _negotiations = InAMinute(options.NegotiationsPerMinute);
    readonly PartitionedRateLimiter<string> _reports = InAMinute(options.ReportsPerMinute);
    readonly PartitionedRateLimiter<string> _organizationReports = InAMinute(options.OrganizationReportsPerMinute);
    readonly PartitionedRateLimiter<string> _operatorFailures = InAMinute(options.OperatorFailuresPerMinute);

    /// <summary>A request of somebody with a valid access token.</summary>
    public void User(AccessTicket ticket)
    {
        Take(_users, ticket.User.Value);
        Take(_organizations, ticket.Organization.Value);
    }

    /// <summary>A request without a valid token.</summary>
    public void Anonymous(HttpRequest request) => Take(_addresses, ClientAddress.Of(request));

    /// <summary>A live connection to be negotiated.</summary>
    public void Negotiation(CurrentUser user) => Take(_negotiations, user.Id.Value);

    /// <summary>A report to be made.</summary>
    public void Report(CurrentUser user)
    {
        Take(_reports, user.Id.Value);
        Take(_organizationReports, user.OrganizationId.Value);
    }

    /// <summary>Refuses whoever has shown too many wrong operator keys of late, right though the next one may be.</summary>
    public void OperatorAttempt(HttpRequest request) => Take(_operatorFailures, ClientAddress.Of(request), permits: 0);

    /// <summary>A wrong operator's key.</summary>
    public void OperatorFailure(HttpRequest request) => Take(_operatorFailures, ClientAddress.Of(request));

    public void Dispose()
    {
        foreach (var limiter in new[] { _users, _organizations, _addresses, _negotiations, _reports, _organizationReports, _operatorFailures })
            limiter.Dispose();
    }

    static void Take(PartitionedRateLimiter<string> limiter, string who, int permits = 1)
    {
        using var lease = limiter.AttemptAcquire(who, permits);
        if (lease.IsAcquired) return;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : Window / Segments;
        throw Problem.TooMany(wait, Detail);
    }

    // Their keys' hash codes differ from process to process.
    static int PartitionOf(string who) => (int)((uint)who.GetHashCode() % Partitions);

    static PartitionedRateLimiter<string> Rate(int perSecond, int burst) => PartitionedRateLimiter.Create<string, int>(
        who => RateLimitPartition.GetTokenBucketLimiter(PartitionOf(who), _ => new()
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    static PartitionedRateLimiter<string> InAMinute(int most) => PartitionedRateLimiter.Create<string, int>(
        who => RateLimitPartition.GetSlidingWindowLimiter(PartitionOf(who), _ => new()
        {
            PermitLimit = most,
            Window = Window,
            SegmentsPerWindow = Segments,
            QueueLimit = 0,
        }));
}

static class RateLimitExtensions
{
    public static RateLimits Limits(this HttpRequest request) =>
        request.HttpContext.RequestServices.GetRequiredService<RateLimits>();
}
