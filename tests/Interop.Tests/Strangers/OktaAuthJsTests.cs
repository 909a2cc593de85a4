using Postern.LocalOrg;

namespace Postern.Interop.Tests.Strangers;

/// <summary>Okta's own SDK for JavaScript, in Node.</summary>
public class OktaAuthJsTests(SharedOrg shared)
{
    [Theory]
    [InlineData("default", "api://default")]
    [InlineData(null, null)]
    public async Task It_signs_in_and_gets_tokens_it_verifies_itself(string? server, string? audience)
    {
        var org = shared.Org;
        var issuer = server is null ? org.Url : org.IssuerOf(server);

        var result = await Stranger.AskAsync("okta-auth-js.mjs", new(The.Task(org, issuer, AppKind.Spa)) { ["step"] = "tokens" });

        result.GetProperty("status").GetString().ShouldBe("SUCCESS");
        result.GetProperty("idToken").GetProperty("preferred_username").GetString().ShouldBe("ada@example.com");
        result.GetProperty("accessToken").GetProperty("aud").GetString().ShouldBe(audience ?? org.Url);
        result.GetProperty("user").GetProperty("name").GetString().ShouldBe("Ada Active");
    }

    [Fact]
    public async Task It_understands_that_a_factor_is_wanted()
    {
        var org = shared.Org;

        var result = await Stranger.AskAsync(
            "okta-auth-js.mjs", new(The.Task(org, org.Url, AppKind.Spa, The.Max)) { ["step"] = "transaction" });

        result.GetProperty("status").GetString().ShouldBe("MFA_REQUIRED");
        result.GetProperty("factors").EnumerateArray().Select(factor => factor.GetString()).ShouldContain("token:software:totp");
        result.GetProperty("user").GetProperty("login").GetString().ShouldBe("max@example.com");
    }

    [Fact]
    public async Task It_is_told_why_a_wrong_password_is_refused()
    {
        var org = shared.Org;

        var said = await Stranger.TryAsync(
            "okta-auth-js.mjs", new(The.Task(org, org.Url, AppKind.Spa)) { ["step"] = "transaction", ["password"] = "not this one" });

        var error = said.GetProperty("error");
        error.GetProperty("name").GetString().ShouldBe("AuthApiError");
        error.GetProperty("code").GetString().ShouldBe("E0000004");
        error.GetProperty("message").GetString().ShouldBe("Authentication failed");
    }
}
