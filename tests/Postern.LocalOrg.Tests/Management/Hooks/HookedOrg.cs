namespace Postern.LocalOrg.Tests.Management.Hooks;

/// <summary>An org whose default authorization server asks a token hook, whatever rule decides.</summary>
public sealed class HookedOrg : IAsyncLifetime
{
    public AdminOrg Admin { get; } = new();

    public HookServer Server { get; private set; } = null!;

    public string HookId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Admin.InitializeAsync();
        Server = await HookServer.StartAsync();
        HookId = (await Admin.PostAsync(
            "/api/v1/inlineHooks",
            $$$$$$"""{"name":"tokens","type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"{{{{{{Server.Url}}}}}}/hook","authScheme":{"type":"HEADER","key":"X-Secret","value":"s3cret"}}}}""")).Text("id");
        var servers = Admin.Org.Directory.Servers;
        await Admin.Org.Store.InOneWorkAsync(
            async work =>
            {
                var before = (await servers.FindToChangeAsync("default", The.Ct))!;
                servers.Change(
                    work,
                    before,
                    before.Document with
                    {
                        Policies =
                        [
                            .. before.Document.Policies.Select(policy => policy with
                            {
                                Rules = [.. policy.Rules.Select(rule => rule with { InlineHookId = HookId })],
                            }),
                        ],
                    });
            },
            The.Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Admin.DisposeAsync();
    }
}
