using Postern.LocalOrg;

[assembly: AssemblyFixture(typeof(Postern.Cli.Tests.TheOrg))]

namespace Postern.Cli.Tests;

/// <summary>One local org for all tests of this assembly, and the flags that lead to it.</summary>
public sealed class TheOrg : IAsyncLifetime
{
    public const string Password = "Correct-Horse-9";

    LocalOrg.LocalOrg? _org;

    public LocalOrg.LocalOrg Org => _org!;

    public SeedApp Spa => Org.Seed.Apps.First(app => app.Kind is AppKind.Spa);

    public SeedApp Web => Org.Seed.Apps.First(app => app.Kind is AppKind.Web);

    public string[] AsUser(string login = "ada@example.com") => ["--org", Org.Url, "--username", login, "--password", "env:PASSWORD"];

    public string[] AsSpa => ["--client-id", Spa.ClientId, "--redirect-uri", Spa.RedirectUris[0]];

    public string[] AsWeb => ["--client-id", Web.ClientId, "--redirect-uri", Web.RedirectUris[0]];

    /// <summary>A run in whose environment the password and the web app's secret stand.</summary>
    internal Run Run => new() { Environment = { ["PASSWORD"] = Password, ["SECRET"] = Web.ClientSecret! } };

    /// <summary>What <c>postern token</c> prints for a user of the SPA.</summary>
    internal async Task<Said> TokensAsync(params string[] args) =>
        (await Run.PosternAsync(["token", .. AsUser(), .. AsSpa, .. args])).ShouldSucceed();

    public async ValueTask InitializeAsync() => _org = await LocalOrg.LocalOrg.StartAsync();

    public ValueTask DisposeAsync() => Org.DisposeAsync();
}
