using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.Management.Hooks;

/// <summary>Messages and calls are sent by somebody else's service, where the org has a telephony hook: management.md 16.</summary>
public sealed class TelephonyTests : IAsyncLifetime
{
    const string Sent = """{"commands":[{"type":"com.okta.telephony.action","value":[{"status":"SUCCESSFUL","provider":"P"}]}]}""";
    const string Failed = """{"error":{"errorSummary":"no route"}}""";
    const string Oob = "urn:okta:params:oauth:grant-type:oob";

    HookServer _server = null!;
    LocalOrg _org = null!;
    Browserless _http = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await HookServer.StartAsync();
        _org = await LocalOrg.StartAsync(new() { Seed = Seed(_server.Url + "/hook") }, The.Ct);
        _http = new(_org);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_service_is_handed_the_code_and_the_phone_and_what_it_takes_is_sent()
    {
        _server.Body = Sent;

        var asked = await AskAsync("sms");
        var (body, secret) = await _server.NextAsync();

        asked.Status.ShouldBe(200, asked.Body);
        secret.ShouldBe("s3cret");
        body.GetProperty("eventType").GetString().ShouldBe("com.okta.telephony.provider");
        var message = body.GetProperty("data").GetProperty("messageProfile");
        message.GetProperty("deliveryChannel").GetString().ShouldBe("SMS");
        message.GetProperty("phoneNumber").GetString().ShouldBe("+15550100142");
        message.GetProperty("otpCode").GetString().ShouldBe((await _org.Outbox.LatestAsync("amy@example.com", "sms", The.Ct)).Code);
        body.GetProperty("data").GetProperty("userProfile").GetProperty("login").GetString().ShouldBe("amy@example.com");
    }

    [Theory]
    [InlineData(200, Failed)]
    [InlineData(200, "[]")]
    [InlineData(200, "no JSON")]
    [InlineData(200, """{"commands":[],"commands":[]}""")]
    [InlineData(400, Sent)]
    public async Task What_it_does_not_take_is_not_sent_and_everybody_is_told(int status, string answer)
    {
        (_server.Status, _server.Body) = (status, answer);
        var begun = await _http.AuthenticateAsync("amy@example.com");

        var direct = await AskAsync("voice");
        var authn = await _http.PostJsonAsync(
            "/api/v1/authn" + Walk.VerifyPath(begun, "call"), $$"""{"stateToken":"{{begun.Text("stateToken")}}"}""");

        direct.ShouldBeError(500, "server_error", "Failed to initiate out-of-band authentication.");
        authn.ShouldBeOktaError(400, "E0000001", "Api validation failed: factor", "factor: The message could not be sent.");
        (await _org.Outbox.MessagesAsync(The.Ct)).ShouldBeEmpty();
    }

    Task<Answer> AskAsync(string channel) => _http.PostFormAsync(
        "/oauth2/default/v1/primary-authenticate",
        $"client_id={The.Native}&challenge_hint={Oob}&channel_hint={channel}&login_hint=amy%40example.com");

    static OrgSeed Seed(string hook) => OrgSeed.Default with
    {
        Engine = OrgEngine.IdentityEngine,
        InlineHooks =
        [
            new() { Name = "Phones", Type = "com.okta.telephony.provider", Uri = hook, AuthHeader = "X-Secret", AuthSecret = "s3cret" },
        ],
        Apps =
        [
            OrgSeed.Default.Apps.First(app => app.ClientId == The.Native) with
            {
                GrantTypes = ["authorization_code", Oob], ResponseTypes = ["code"],
            },
        ],
        SessionPolicies = [new() { Name = "Any", Rules = [new() { Name = "Any factor", FactorMayComeFirst = true }] }],
        Users = [Walk.Amy with { GroupIds = [The.Testers] }],
    };
}
