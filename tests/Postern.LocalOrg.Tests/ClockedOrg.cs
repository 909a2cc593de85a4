using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests;

/// <summary>An org whose clock a test moves, with the seed that the test wants.</summary>
sealed class ClockedOrg : IAsyncDisposable
{
    ClockedOrg(LocalOrg org, FakeTimeProvider time) => (Org, Time, Http) = (org, time, new(org));

    public LocalOrg Org { get; }

    public FakeTimeProvider Time { get; }

    public Browserless Http { get; }

    public static Task<ClockedOrg> StartAsync(Func<OrgSeed, OrgSeed>? change = null) =>
        StartAsync(change?.Invoke(OrgSeed.Default) ?? OrgSeed.Default, RateLimits.Off);

    /// <summary>The default seed, but for one of its apps.</summary>
    public static Task<ClockedOrg> StartAsync(string clientId, Func<SeedApp, SeedApp> change) =>
        StartAsync(seed => seed with { Apps = [.. seed.Apps.Select(app => app.ClientId == clientId ? change(app) : app)] });

    /// <summary>The default seed, but for its custom authorization server.</summary>
    public static Task<ClockedOrg> StartAsync(Func<SeedAuthorizationServer, SeedAuthorizationServer> change) =>
        StartAsync(seed => seed with { AuthorizationServers = [change(seed.AuthorizationServers[0])] });

    public static async Task<ClockedOrg> StartAsync(OrgSeed seed, RateLimits rateLimits)
    {
        var time = new FakeTimeProvider(The.Now);
        return new(await LocalOrg.StartAsync(new() { Seed = seed, RateLimits = rateLimits, Time = time }, The.Ct), time);
    }

    public void Advance(int seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Org.DisposeAsync();
    }
}
