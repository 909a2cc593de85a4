using Microsoft.Extensions.Time.Testing;

namespace Postern.Cli.Tests.Minting;

/// <summary>An org's limit as Okta keeps it: so many in a window of a minute, and each answer says how many are left.</summary>
sealed class CountingOrg(FakeTimeProvider time, int perMinute)
{
    long _window;

    public int Used { get; private set; }

    public int Refused { get; private set; }

    public HeardLimit Ask(string bucket)
    {
        var window = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        (Used, _window) = (window == _window ? Used + 1 : 1, window);
        Refused += Used > perMinute ? 1 : 0;
        return new(bucket, perMinute, Math.Min(Used, perMinute), (window + 1) * 60)
        {
            IsRefusal = Used > perMinute, ReceivedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
    }
}
