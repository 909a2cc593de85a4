using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.SignIn;

/// <summary>Okta's rate limits (authn.md 15, oidc.md 20) in fixed windows. The framework's own limiters read the system's clock; these can be tested.</summary>
sealed class RateLimiter(RateLimits mode, TimeProvider time)
{
    const int PerUserAndSecond = 4;
    const int MostRemembered = 10_000;

    readonly Lock _gate = new();
    readonly Dictionary<string, (long Window, int Used)> _windows = [];

    /// <summary>Whether the org's bucket has room; writes the three headers either way.</summary>
    public bool TryTake(HttpContext context, string bucket, int perMinute)
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        var used = mode is RateLimits.Okta ? Take(bucket, minute) : 1;
        var headers = context.Response.Headers;
        headers["X-Rate-Limit-Limit"] = perMinute.ToString(CultureInfo.InvariantCulture);
        headers["X-Rate-Limit-Remaining"] = Math.Max(0, perMinute - used).ToString(CultureInfo.InvariantCulture);
        headers["X-Rate-Limit-Reset"] = ((minute + 1) * 60).ToString(CultureInfo.InvariantCulture);
        return used <= perMinute;
    }

    public bool TryTakeForUser(string login) =>
        mode is RateLimits.Off || Take("user/" + login.ToUpperInvariant(), time.GetUtcNow().ToUnixTimeSeconds()) <= PerUserAndSecond;

    /// <summary>Whether so many mistakes have been made within this minute that no more are listened to; whatever the mode, since it guards what can be guessed.</summary>
    public bool HasMadeTooMany(string mistakes, int perMinute)
    {
        lock (_gate)
            return _windows.TryGetValue(mistakes, out var current) && current.Window == Minute && current.Used >= perMinute;
    }

    public void CountMistake(string mistakes) => Take(mistakes, Minute);

    long Minute => time.GetUtcNow().ToUnixTimeSeconds() / 60;

    int Take(string bucket, long window)
    {
        lock (_gate)
        {
            if (_windows.Count > MostRemembered)
                _windows.Clear();

            var used = _windows.TryGetValue(bucket, out var current) && current.Window == window ? current.Used + 1 : 1;
            _windows[bucket] = (window, used);
            return used;
        }
    }
}
