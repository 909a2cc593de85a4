using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.Management.Hooks;

/// <summary>Messages and calls are sent by somebody else's service, where the org has a telephony hook: management.md 16.</summary>
public sealed class TelephonyTests : IAsyncLifetime
{
    /// <summary>What a service says that has taken a message.</summary>
    public const string Sent =
        """{"commands":[{"type":"com.okta.telephony.action","value":[{"status":"SUCCESSFUL","provider":"P"}]}]}""";
    const string Failed = """{"error":{"errorSummary":"no route"}}""";
    const string Oob = "urn:okta:params:oauth:grant-type:oob";

    static readonly SeedUser Lars = new()
    {
        Id = "00u1larsLocked000005", Login = "lars@example.com", Password = The.Password, State = UserState.LockedOut,
        Phone = "+15550100144", RecoveryQuestion = "What was your first pet's name?", RecoveryAnswer = "Rex the Dog",
    };

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
        body.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "source", "eventId", "eventTime", "eventTypeVersion", "cloudEventVersion", "contentType", "eventType", "requestType", "data",
        ]);
        body.GetProperty("eventType").GetString().ShouldBe("com.okta.telephony.provider");
        body.GetProperty("requestType").GetString().ShouldBe("com.okta.user.telephony.mfa-verification");
        var message = body.GetProperty("data").GetProperty("messageProfile");
        message.GetProperty("deliveryChannel").GetString().ShouldBe("SMS");
        message.GetProperty("phoneNumber").GetString().ShouldBe("+15550100142");
        var sent = await _org.Outbox.LatestAsync("amy@example.com", "sms", The.Ct);
        message.GetProperty("otpCode").GetString().ShouldBe(sent.Code);
        message.GetProperty("msgTemplate").GetString().ShouldBe(sent.Text);
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

    [Theory]
    [InlineData("SMS", "password", "amy", "com.okta.user.telephony.password-reset")]
    [InlineData("CALL", "password", "amy", "com.okta.user.telephony.password-reset")]
    [InlineData("SMS", "unlock", "lars", "com.okta.user.telephony.account-unlock")]
    [InlineData("CALL", "unlock", "lars", "com.okta.user.telephony.account-unlock")]
    public async Task The_code_of_a_recovery_is_handed_to_it_as_well(string factorType, string recovery, string name, string requestType)
    {
        _server.Body = Sent;

        var begun = await RecoverAsync(recovery, name, factorType);
        begun.Text("status").ShouldBe("RECOVERY_CHALLENGE", begun.Body);
        _server.Came.Count.ShouldBe(1);
        var (body, _) = await _server.NextAsync();
        var code = body.GetProperty("data").GetProperty("messageProfile").GetProperty("otpCode").GetString();
        var answered = await _http.PostJsonAsync(
            $"/api/v1/authn/recovery/factors/{factorType}/verify",
            $$"""{"stateToken":"{{begun.Text("stateToken")}}","passCode":"{{code}}"}""");

        body.GetProperty("requestType").GetString().ShouldBe(requestType);
        body.GetProperty("data").GetProperty("userProfile").GetProperty("login").GetString().ShouldBe($"{name}@example.com");
        answered.Text("status").ShouldBe("RECOVERY", answered.Body);
    }

    [Theory]
    [InlineData("password", "amy")]
    [InlineData("unlock", "lars")]
    public async Task What_it_does_not_take_of_a_recovery_is_not_sent_and_nobody_learns_whether_there_is_such_a_user(
        string recovery, string name)
    {
        _server.Body = Failed;

        var known = await RecoverAsync(recovery, name, "SMS");
        var unknown = await RecoverAsync(recovery, "nobody", "SMS");

        _server.Came.Count.ShouldBe(1);
        (known.Status, string.Join(',', known.Members)).ShouldBe((unknown.Status, string.Join(',', unknown.Members)), known.Body);
        known.Text("status").ShouldBe("RECOVERY_CHALLENGE");
        (await _org.Outbox.MessagesAsync(The.Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_code_that_a_new_phone_proves_itself_by_is_handed_to_it_as_one()
    {
        _server.Body = Sent;

        var made = await _http.PostJsonAsync(
            $"/api/v1/users/{Walk.Nora.Id}/factors",
            """{"factorType":"sms","provider":"OKTA","profile":{"phoneNumber":"+15550100144"}}""",
            ("Authorization", "SSWS " + Walk.ApiToken));

        made.Text("status").ShouldBe("PENDING_ACTIVATION", made.Body);
        _server.Came.Count.ShouldBe(1);
        (await _server.NextAsync()).Body.GetProperty("requestType").GetString().ShouldBe("com.okta.user.telephony.pre-enrollment");
    }

    Task<Answer> RecoverAsync(string recovery, string name, string factorType) => _http.PostJsonAsync(
        $"/api/v1/authn/recovery/{recovery}", $$"""{"username":"{{name}}@example.com","factorType":"{{factorType}}"}""");

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
        Users = [Walk.Amy with { GroupIds = [The.Testers] }, Walk.Nora, Lars],
        ApiTokens = [Walk.ApiToken],
    };
}
