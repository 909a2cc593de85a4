using Postern.LocalOrg;

namespace Postern.Benchmarks;

/// <summary>A file with a new org in it: the default one, and a scope for services.</summary>
static class OrgFile
{
    public static async Task CreateAsync(string path)
    {
        var seed = OrgSeed.Default;
        var servers = seed.AuthorizationServers.Select(
            server => server with { Scopes = [.. server.Scopes, new() { Name = OrgTarget.ApiScope }] });
        await using var org = await LocalOrg.LocalOrg.StartAsync(
            new() { DataFile = path, Seed = seed with { AuthorizationServers = [.. servers] } });
    }
}
