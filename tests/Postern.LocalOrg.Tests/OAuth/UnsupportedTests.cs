using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Okta's endpoints that are not built yet, and paths that Okta does not have either.</summary>
public sealed class UnsupportedTests(SharedOrg shared)
{
    [Theory]
    [InlineData("/oauth2/v1/clients/0oa1posternWebApp001/secrets")]
    [InlineData("/oauth2/v1/clients/0oa1posternWebApp001/lifecycle/rest")]
    public async Task An_endpoint_that_is_not_built_says_so_in_this_surfaces_shape(string path)
    {
        var answer = await shared.Http.PostFormAsync(path, "token=x");

        answer.ShouldBeError(501, "server_error", $"The local org does not support POST {path} yet.");
        answer.Headers["X-Postern-Unsupported"].ShouldBe($"POST {path}");
    }

    [Theory]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    [InlineData("/oauth2/default/v1/tokens")]
    [InlineData("/oauth2/default/orders/v1/token")]
    [InlineData("/oauth2/default/.well-known/other")]
    public async Task A_path_that_Okta_does_not_have_is_not_found(string path)
    {
        var answer = await shared.Http.GetAsync(path);

        answer.ShouldBeOktaError(404, "E0000008", "The requested path was not found");
        answer.Headers.Keys.ShouldNotContain("X-Postern-Hint");
    }

    // Okta's support article prints the first two of these, which have never worked.
    [Theory]
    [InlineData("/oauth2/default/authorize", "/v1 is missing: Okta has this at /oauth2/default/v1/authorize")]
    [InlineData("/oauth2/default/token", "/v1 is missing: Okta has this at /oauth2/default/v1/token")]
    [InlineData("/oauth2/aus1posternOrders005/userinfo", "/v1 is missing: Okta has this at /oauth2/aus1posternOrders005/v1/userinfo")]
    [InlineData("/oauth2/authorize?client_id=x", "/v1 is missing: Okta has this at /oauth2/v1/authorize")]
    [InlineData("/oauth2/token", "/v1 is missing: Okta has this at /oauth2/v1/token")]
    [InlineData("/oauth2/introspect", "/v1 is missing: Okta has this at /oauth2/v1/introspect")]
    [InlineData("/oauth2/default/revoke", "/v1 is missing: Okta has this at /oauth2/default/v1/revoke")]
    [InlineData("/oauth2/default/keys", "/v1 is missing: Okta has this at /oauth2/default/v1/keys")]
    [InlineData("/oauth2/default/logout", "/v1 is missing: Okta has this at /oauth2/default/v1/logout")]
    [InlineData("/oauth2/default/par", "/v1 is missing: Okta has this at /oauth2/default/v1/par")]
    [InlineData("/oauth2/default/device/authorize", "/v1 is missing: Okta has this at /oauth2/default/v1/device/authorize")]
    [InlineData("/oauth2/bc/authorize", "/v1 is missing: Okta has this at /oauth2/v1/bc/authorize")]
    [InlineData("/oauth2/default/interact", "/v1 is missing: Okta has this at /oauth2/default/v1/interact")]
    [InlineData("/oauth2/v1/default/token", "Okta has this at /oauth2/default/v1/token")]
    [InlineData("/oauth2/a%0D%0Ab/token", "/v1 is missing: Okta has this at /oauth2/a%0D%0Ab/v1/token")]
    [InlineData("/oauth2/.well-known/openid-configuration", "Okta has this at /.well-known/openid-configuration")]
    [InlineData("/oauth2/default/v1/.well-known/openid-configuration", "Okta has this at /oauth2/default/.well-known/openid-configuration")]
    public async Task A_path_that_Okta_nearly_has_is_not_found_and_a_header_says_what_it_lacks(string path, string hint)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            var answer = await shared.Http.SendAsync(method, path, null);

            answer.ShouldBeOktaError(404, "E0000008", "The requested path was not found");
            answer.Headers["X-Postern-Hint"].ShouldBe(hint);
        }
    }

    [Theory]
    [InlineData("/v1/authorize", "Okta has this at /oauth2/v1/authorize")]
    [InlineData("/default/v1/token", "Okta has this at /oauth2/default/v1/token")]
    [InlineData("/authorize", "/v1 is missing: Okta has this at /oauth2/v1/authorize")]
    public async Task Outside_the_OAuth_paths_a_page_says_so_too(string path, string hint)
    {
        var answer = await shared.Http.GetAsync(path);

        answer.ShouldBeErrorPage(404, "not_found", $"There is nothing at this address. {hint}.");
        answer.Headers["X-Postern-Hint"].ShouldBe(hint);
    }

    [Fact]
    public async Task The_log_says_so_too()
    {
        using var log = new OrgLog();
        using var logs = new LoggerFactory([log]);
        await using var org = await LocalOrg.StartAsync(new() { Logs = logs }, The.Ct);
        using var http = new Browserless(org);

        await http.GetAsync("/oauth2/default/authorize?state=not-for-the-log");

        log.Lines.ShouldContain(
            "There is nothing at GET /oauth2/default/authorize: /v1 is missing: Okta has this at /oauth2/default/v1/authorize");
    }
}
