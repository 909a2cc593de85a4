namespace Postern.LocalOrg.Tests.Faults;

/// <summary>One org for a class of tests that each say what goes wrong in it: its keys are made once.</summary>
public sealed class FaultyOrg : IAsyncLifetime
{
    public LocalOrg Org { get; private set; } = null!;

    public Browserless Http { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Http = new(Org = await LocalOrg.StartAsync());

    /// <summary>A token for the service app itself.</summary>
    public Task<Answer> AskServiceAsync(string more = "") => Http.PostFormAsync(
        "/oauth2/default/v1/token", $"grant_type=client_credentials&scope=api%3Aread{more}", The.BasicOfService);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Org.DisposeAsync();
    }
}
