namespace Postern.LocalOrg.Tests.Surfaces;

/// <summary>Whatever a caller sends, wherever it stands, is not in the log: what is secret nobody can tell from what is not.</summary>
public sealed class RequestLogSecretTests
{
    const string Hidden = "hidden-value-8f3a";

    static readonly string[] Parameters =
    [
        "client_id", "client_secret", "grant_type", "scope", "redirect_uri", "code", "code_verifier", "refresh_token", "username",
        "password", "assertion", "device_code", "auth_req_id", "subject_token", "subject_token_type", "audience", "resource", "token",
        "token_type_hint",
        "id_token_hint", "login_hint", "state", "nonce", "response_type", "response_mode", "prompt", "acr_values", "request", "request_uri",
        "sessionToken", "idp", "max_age", "code_challenge", "code_challenge_method", "binding_message", "user_code", "okta_key",
        "state_token", "post_logout_redirect_uri", "client_assertion", "client_assertion_type", "dpop_jkt", "enroll_amr_values",
    ];

    static readonly string[] Authn =
    [
        "username", "password", "stateToken", "token", "relayState", "audience", "passCode", "answer", "recoveryToken", "newPassword",
        "oldPassword", "factorType", "provider",
    ];

    [Fact]
    public async Task No_parameter_path_or_header_of_a_callers_is_told()
    {
        var heard = new HeardRequests();
        var sent = 0;
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                Logs = heard,
                Middleware = next => context =>
                {
                    Interlocked.Increment(ref sent);
                    return next(context);
                },
            },
            The.Ct);
        using var http = new Browserless(org);
        var good = $"client_id={The.Web}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s&nonce=n";
        var native = $"grant_type=password&client_id={The.Native}&scope=openid&username=ada%40example.com&password={The.Password}";

        foreach (var name in Parameters)
        {
            await http.GetAsync($"/oauth2/default/v1/authorize?{Without(good, name)}&{name}={Hidden}");
            await http.PostFormAsync("/oauth2/default/v1/token", $"{Without(native, name)}&{name}={Hidden}");
            foreach (var endpoint in (string[])["introspect", "revoke", "par", "device/authorize", "bc/authorize", "logout", "userinfo"])
                await http.PostFormAsync($"/oauth2/default/v1/{endpoint}", $"client_id={The.Native}&{name}={Hidden}");
            await http.PostFormAsync("/login/login.htm", $"{name}={Hidden}");
            await http.PostFormAsync("/activate", $"{name}={Hidden}");
        }

        foreach (var name in Authn)
            foreach (var path in (string[])["", "/recovery/password", "/recovery/token", "/factors", $"/factors/{Hidden}/verify"])
                await http.PostJsonAsync(
                    "/api/v1/authn" + path, $$"""{"username":"ada@example.com","password":"x","{{name}}":"{{Hidden}}"}""");
        await http.PostJsonAsync("/oauth2/v1/clients", $$"""{"client_name":"{{Hidden}}","redirect_uris":["{{Hidden}}"]}""");
        await http.GetAsync(
            $"/oauth2/{Hidden}/v1/keys?{Hidden}", ("Authorization", "Bearer " + Hidden), ("DPoP", Hidden), ("Cookie", Hidden));
        await http.SendAsync(new HttpMethod("HIDDEN-VALUE-8F3A"), $"/{Hidden}", null);

        await Patience.UntilAsync("all of them in the log", () => heard.Lines.Count == sent);
        sent.ShouldBeGreaterThan(400);
        heard.Lines.Where(line => line.Contains(Hidden, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        heard.Events.SelectMany(told => told.Values).OfType<string>()
            .Where(value => value.Contains(Hidden, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    static string Without(string form, string name) =>
        string.Join('&', form.Split('&').Where(field => !field.StartsWith(name + "=", StringComparison.Ordinal)));
}
