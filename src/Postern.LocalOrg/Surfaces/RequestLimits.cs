using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Okta's limits of requests to an endpoint (authn.md 15, oidc.md 20), and the three headers that tell of them.</summary>
sealed class RequestLimits(RateLimits mode, RateLimiter counts, Journal journal)
{
    /// <summary>Of endpoints that have no limit of their own here: management.md 20.</summary>
    const int Usual = 600;

    /// <summary>Of a hundred, at which Okta warns an org's admins.</summary>
    const int Warning = 60;

    /// <summary>Whether the bucket has room; writes the headers either way.</summary>
    public async ValueTask<bool> TryTakeAsync(HttpContext context, RequestLimit limit)
    {
        var minute = counts.Minute;
        var used = mode is RateLimits.Okta ? await counts.TakeAsync(limit.Bucket, minute, context.RequestAborted) : 1;
        var headers = context.Response.Headers;
        headers["X-Rate-Limit-Limit"] = limit.PerMinute.ToString(CultureInfo.InvariantCulture);
        headers["X-Rate-Limit-Remaining"] = Math.Max(0, limit.PerMinute - used).ToString(CultureInfo.InvariantCulture);
        headers["X-Rate-Limit-Reset"] = ((minute + 1) * 60).ToString(CultureInfo.InvariantCulture);
        // Once in a minute, however many ask too often.
        if (used == limit.PerMinute + 1)
            await TellAsync(context, LimitEvents.Passed(limit.Bucket, limit.PerMinute, "MINUTES"));
        else if (used == (limit.PerMinute * Warning / 100) + 1)
            await TellAsync(context, LimitEvents.Near(limit.Bucket, limit.PerMinute, "MINUTES"));
        return used <= limit.PerMinute;
    }

    Task TellAsync(HttpContext context, LogEvent happened) =>
        journal.AddAsync(context.Origin, [happened.Written()], context.RequestAborted);

    /// <summary>Writes the headers of somebody who has asked too often, whether or not that is so.</summary>
    public void TellUsedUp(HttpResponse response)
    {
        response.Headers.TryAdd("X-Rate-Limit-Limit", Usual.ToString(CultureInfo.InvariantCulture));
        response.Headers["X-Rate-Limit-Remaining"] = "0";
        response.Headers["X-Rate-Limit-Reset"] = ((counts.Minute + 1) * 60).ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A bucket that endpoints share, and how many requests a minute it takes.</summary>
sealed record RequestLimit(string Bucket, int PerMinute);
