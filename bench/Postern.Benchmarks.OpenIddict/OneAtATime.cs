using System.Threading.RateLimiting;

namespace Postern.Benchmarks.OpenIddict;

/// <summary>It has one core, and SQLite one writer: requests that wait here do not wait for a lock by sleeping.</summary>
static class OneAtATime
{
    public static readonly PartitionedRateLimiter<HttpContext> Limiter =
        PartitionedRateLimiter.Create<HttpContext, bool>(
            _ => RateLimitPartition.GetConcurrencyLimiter(true, _ => new() { PermitLimit = 1, QueueLimit = int.MaxValue }));
}
