namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>The keys that an authorization server publishes (oidc.md 14).</summary>
public sealed class KeysTests(SharedOrg shared)
{
    [Theory]
    [InlineData("/oauth2/v1/keys")]
    [InlineData("/oauth2/default/v1/keys")]
    public async Task A_key_has_exactly_Oktas_members(string path)
    {
        var answer = await shared.Http.GetAsync(path);

        answer.Status.ShouldBe(200);
        answer.Body.ShouldMatch(
            """^{"keys":\[{"kty":"RSA","alg":"RS256","kid":"[A-Za-z0-9_-]{43}","use":"sig","e":"AQAB","n":"[A-Za-z0-9_-]{342}"}\]}$""");
        answer.Headers["Cache-Control"].ShouldMatch("^max-age=[0-9]+, must-revalidate$");
        answer.Headers.Keys.ShouldNotContain("X-Rate-Limit-Limit");
    }

    [Fact]
    public async Task Each_server_has_keys_of_its_own_that_stay_the_same()
    {
        var org = await shared.Http.GetAsync("/oauth2/v1/keys");
        var custom = await shared.Http.GetAsync("/oauth2/default/v1/keys");
        var again = await shared.Http.GetAsync("/oauth2/v1/keys");

        custom.Body.ShouldNotBe(org.Body);
        again.Body.ShouldBe(org.Body);
    }

    [Fact]
    public async Task A_server_that_there_is_not_has_no_keys()
    {
        var answer = await shared.Http.GetAsync("/oauth2/aus1unknown000000005/v1/keys");

        answer.ShouldBeError(400, "invalid_request", "The authorization server id is invalid.");
    }
}
