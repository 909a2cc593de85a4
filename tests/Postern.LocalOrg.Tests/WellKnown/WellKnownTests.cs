namespace Postern.LocalOrg.Tests.WellKnown;

/// <summary>What an org says of itself to anybody (oidc.md 1).</summary>
public sealed class WellKnownTests(SharedOrg shared)
{
    [Fact]
    public async Task The_org_says_its_id_and_that_it_is_a_Classic_Engine()
    {
        var answer = await shared.Http.GetAsync("/.well-known/okta-organization");

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBe(
            """
            {"id":"00o1posternLocal0005","cell":"local","_links":{"organization":{"href":"{org}"}},"pipeline":"v1","settings":{"analyticsCollectionEnabled":false,"bugReportingEnabled":false,"omEnabled":false,"pssoEnabled":false,"desktopMFAEnabled":false,"itpEnabled":false}}
            """.Replace("{org}", shared.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Webfinger_says_that_a_user_signs_in_here()
    {
        var answer = await shared.Http.GetAsync("/.well-known/webfinger?resource=okta:acct:ada@example.com&rel=okta:idp");

        answer.Text("subject").ShouldBe("okta:acct:ada@example.com");
        var link = answer.Json.GetProperty("links")[0];
        link.GetProperty("rel").GetString().ShouldBe("okta:idp");
        link.GetProperty("properties").GetProperty("okta:idp:type").GetString().ShouldBe("OKTA");
        link.GetProperty("titles").GetProperty("und").GetString().ShouldBe("Postern Local Org");
    }

    [Fact]
    public async Task Webfinger_does_not_tell_who_exists()
    {
        var known = await shared.Http.GetAsync("/.well-known/webfinger?resource=okta:acct:ada@example.com");
        var unknown = await shared.Http.GetAsync("/.well-known/webfinger?resource=okta:acct:eva@example.com");

        unknown.Body.ShouldBe(known.Body.Replace("ada@", "eva@", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?resource=")]
    [InlineData("?resource=ada@example.com")]
    [InlineData("?resource=okta:acct:")]
    [InlineData("?resource=okta:acct:a&resource=okta:acct:b")]
    public async Task Webfinger_refuses_what_is_no_account(string query)
    {
        var answer = await shared.Http.GetAsync($"/.well-known/webfinger{query}");

        answer.ShouldBeOktaError(400, "E0000001", "Api validation failed: resource", "The requested resource is malformed.");
    }

    [Fact]
    public async Task What_is_not_well_known_is_not_found()
    {
        var answer = await shared.Http.GetAsync("/.well-known/security.txt");

        answer.ShouldBeOktaError(404, "E0000008", "The requested path was not found");
    }

    [Fact]
    public async Task Identity_Engine_is_refused_in_its_own_shape()
    {
        var answer = await shared.Http.PostJsonAsync("/idp/idx/piv", "{}");

        answer.Status.ShouldBe(501);
        answer.Headers["X-Postern-Unsupported"].ShouldBe("POST /idp/idx/piv");
        answer.Headers["Content-Type"].ShouldBe("application/ion+json; okta-version=1.0.0");
        answer.Json.GetProperty("messages").GetProperty("value")[0].GetProperty("class").GetString().ShouldBe("ERROR");
    }
}
