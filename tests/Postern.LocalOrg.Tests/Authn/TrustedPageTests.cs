namespace Postern.LocalOrg.Tests.Authn;

/// <summary>A page of a trusted origin may read whatever Okta's own APIs answer it, built or not (authn.md 1).</summary>
public sealed class TrustedPageTests(SharedOrg shared)
{
    const string Own = "http://localhost:8080";

    [Theory]
    [InlineData("GET", "/api/v1/users/00u1noraNofactor0005/factors/questions", 200)]
    [InlineData("GET", "/api/v1/users/00u1noraNofactor0005/factors/ost1/qr/none", 404)]
    [InlineData("GET", "/api/v1/authn", 405)]
    [InlineData("POST", "/api/v1/authn/factors/ost1/verify", 400)]
    [InlineData("POST", "/api/v1/authn/device/activate", 501)]
    [InlineData("POST", "/api/v1/authn/nothing/of/the/kind", 404)]
    [InlineData("POST", "/api/v1/sessions", 400)]
    [InlineData("GET", "/api/v1/sessions/me", 404)]
    [InlineData("DELETE", "/api/v1/sessions/me", 404)]
    [InlineData("GET", "/api/v1/users/me", 401)]
    [InlineData("GET", "/api/v1/realms", 501)]
    [InlineData("GET", "/api/v2/users", 404)]
    [InlineData("DELETE", "/api/v1/users/00u1noraNofactor0005/grants", 401)]
    [InlineData("GET", "/api/v1/authorizationServers/default/credentials/keys", 401)]
    [InlineData("GET", "/login/getimage?username=ada%40example.com", 501)]
    [InlineData("POST", "/idp/idx/piv", 501)]
    [InlineData("POST", "/oauth2/default/v1/interact", 400)]
    public async Task It_reads_what_it_is_answered(string method, string path, int status)
    {
        var answer = await shared.Http.SendAsync(new(method), path, null, ("Origin", Own));
        var strange = await shared.Http.SendAsync(new(method), path, null, ("Origin", "https://evil.example"));

        answer.Status.ShouldBe(status, answer.Body);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe(Own);
        answer.Headers["Access-Control-Allow-Credentials"].ShouldBe("true");
        answer.Headers["Vary"].ShouldBe("Origin");
        strange.Status.ShouldBe(status);
        strange.Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
    }

    [Theory]
    [InlineData("POST", "/api/v1/authn/factors/ost1/lifecycle/activate")]
    [InlineData("POST", "/api/v1/authn/device/activate")]
    [InlineData("POST", "/api/v1/sessions")]
    [InlineData("GET", "/api/v1/sessions/me")]
    [InlineData("DELETE", "/api/v1/sessions/me")]
    [InlineData("GET", "/api/v1/users/00u1noraNofactor0005/factors/questions")]
    [InlineData("PUT", "/api/v1/users/me")]
    [InlineData("GET", "/login/getimage")]
    [InlineData("POST", "/idp/idx/piv")]
    public async Task Its_preflight_is_answered(string method, string path)
    {
        var answer = await shared.Http.SendAsync(
            HttpMethod.Options, path, null, ("Origin", Own), ("Access-Control-Request-Method", method));

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBeEmpty();
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe(Own);
        answer.Headers["Access-Control-Allow-Methods"].Split(", ").ShouldContain(method);
        answer.Headers["Access-Control-Allow-Headers"].ShouldContain("X-Okta-User-Agent-Extended");
    }

    [Theory]
    [InlineData("POST", "/oauth2/v1/challenge", 400)]
    [InlineData("GET", "/oauth2/default/token", 404)]
    [InlineData("GET", "/oauth2/default/v1/token", 405)]
    public async Task It_reads_why_the_OAuth_surface_refuses(string method, string path, int status)
    {
        var answer = await shared.Http.SendAsync(new(method), path, null, ("Origin", Own));
        var preflight = await shared.Http.SendAsync(
            HttpMethod.Options, path, null, ("Origin", Own), ("Access-Control-Request-Method", method));

        answer.Status.ShouldBe(status, answer.Body);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe(Own);
        preflight.Status.ShouldBe(204);
        preflight.Headers["Access-Control-Allow-Origin"].ShouldBe(Own);
    }

    [Theory]
    [InlineData("POST", "/api/v1/authn/device/activate", "X-Postern-Unsupported")]
    [InlineData("POST", "/idp/idx/piv", "X-Postern-Unsupported")]
    [InlineData("GET", "/oauth2/default/token", "X-Postern-Hint")]
    public async Task Its_script_may_read_the_header_that_says_what_is_missing(string method, string path, string header)
    {
        var answer = await shared.Http.SendAsync(new(method), path, null, ("Origin", Own));

        answer.Headers[header].ShouldNotBeEmpty();
        answer.Headers["Access-Control-Expose-Headers"].Split(", ").ShouldContain(header);
    }

    [Theory]
    [InlineData("POST", "/oauth2/v1/clients", 401)]
    [InlineData("GET", "/oauth2/v1/clients", 401)]
    [InlineData("PUT", "/oauth2/v1/clients/0oa1posternWeb000005", 401)]
    [InlineData("DELETE", "/oauth2/v1/clients/0oa1posternWeb000005", 401)]
    [InlineData("POST", "/oauth2/v1/clients/0oa1posternWeb000005/lifecycle/newSecret", 401)]
    [InlineData("PATCH", "/oauth2/v1/clients", 405)]
    [InlineData("GET", "/oauth2/v1/clients/0oa1posternWeb000005/roles/x/targets/groups", 501)]
    public async Task It_registers_clients_as_far_as_it_may(string method, string path, int status)
    {
        var answer = await shared.Http.SendAsync(new(method), path, null, ("Origin", Own));
        var strange = await shared.Http.SendAsync(new(method), path, null, ("Origin", "https://evil.example"));
        var preflight = await shared.Http.SendAsync(
            HttpMethod.Options, path, null, ("Origin", Own), ("Access-Control-Request-Method", method));

        answer.Status.ShouldBe(status, answer.Body);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe(Own);
        strange.Status.ShouldBe(status);
        strange.Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
        preflight.Status.ShouldBe(200);
        preflight.Headers["Access-Control-Allow-Methods"].Split(", ").Contains(method).ShouldBe(status is not 405);
    }

    [Fact]
    public async Task It_reads_that_it_asked_too_often()
    {
        await using var org = await ClockedOrg.StartAsync(OrgSeed.Default, RateLimits.Okta);
        for (var i = 0; i < 1200; i++)
            await org.Http.SendAsync(HttpMethod.Options, "/oauth2/v1/token", null);

        var answer = await org.Http.PostFormAsync("/oauth2/v1/token", "grant_type=x", ("Origin", Own));

        answer.Status.ShouldBe(429, answer.Body);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe(Own);
    }
}
