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
        const string Policies = "/api/v1/authorizationServers/default/policies";
        var policy = (await Admin.GetAsync(Policies)).Json[0].GetProperty("id").GetString();
        var rule = await Admin.PostAsync(
            $"{Policies}/{policy}/rules",
            $$$$$$"""{"type":"RESOURCE_ACCESS","name":"Hooked","priority":1,"conditions":{"people":{"groups":{"include":["EVERYONE"]}},"grantTypes":{"include":["authorization_code"]},"scopes":{"include":["*"]}},"actions":{"token":{"accessTokenLifetimeMinutes":60,"refreshTokenLifetimeMinutes":0,"refreshTokenWindowMinutes":10080,"inlineHook":{"id":"{{{{{{HookId}}}}}}"}}}}""");
        rule.Status.ShouldBe(201, rule.Body);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Admin.DisposeAsync();
    }
}
