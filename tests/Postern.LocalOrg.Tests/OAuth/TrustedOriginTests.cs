namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Okta's trusted origins: pages that may call although no app is sent back to them (oidc.md 20, authn.md 1).</summary>
public sealed class TrustedOriginTests
{
    const string Trusted = "https://portal.example";

    [Fact]
    public async Task A_page_of_one_redeems_codes_of_public_clients()
    {
        await using var org = await StartAsync();
        var code = await org.Http.CodeAsync(clientId: The.Spa);

        var answer = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=authorization_code&client_id={The.Spa}&redirect_uri={The.EncodedCallback}&code={code}" +
            $"&code_verifier={The.Verifier}",
            ("Origin", Trusted));

        answer.Status.ShouldBe(200, answer.Body);
    }

    [Theory]
    [InlineData(Trusted, Trusted)]
    [InlineData("http://localhost:8080", "http://localhost:8080")]
    [InlineData("https://evil.example", null)]
    [InlineData("https://portal.example.evil.example", null)]
    [InlineData("http://portal.example", null)]
    public async Task A_page_of_one_reads_what_primary_authentication_says(string origin, string? allowed)
    {
        await using var org = await StartAsync();

        var answer = await org.Http.PostJsonAsync(
            "/api/v1/authn", $$"""{"username":"ada@example.com","password":"{{The.Password}}"}""", ("Origin", origin));

        answer.Headers.GetValueOrDefault("Access-Control-Allow-Origin").ShouldBe(allowed);
        answer.Headers.GetValueOrDefault("Access-Control-Allow-Credentials").ShouldBe(allowed is null ? null : "true");
    }

    [Fact]
    public async Task An_app_that_is_sent_back_to_no_page_works_on_pages_of_these_alone()
    {
        await using var org = await StartAsync();
        var form = $"grant_type=authorization_code&client_id={The.Native}&code=x&redirect_uri={The.EncodedCallback}";

        var strange = await org.Http.PostFormAsync("/oauth2/default/v1/token", form, ("Origin", "https://evil.example"));
        var trusted = await org.Http.PostFormAsync("/oauth2/default/v1/token", form, ("Origin", Trusted));

        strange.ShouldBeError(
            400, "invalid_request", "Browser requests to the token endpoint must be made from one of the registered Trusted Origins.");
        trusted.ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
    }

    [Theory]
    [InlineData("portal.example")]
    [InlineData("https://portal.example/")]
    [InlineData("*")]
    public async Task What_is_no_origin_is_refused_when_seeding(string origin)
    {
        var refused = await Should.ThrowAsync<ArgumentException>(
            () => ClockedOrg.StartAsync(seed => seed with { TrustedOrigins = [origin] }));

        refused.Message.ShouldBe(
            $"The seed cannot be used:\n  trustedOrigins[0]: '{origin}' is no origin: that is a scheme, a host and a port, such as " +
            "'https://app.example.com'.");
    }

    static Task<ClockedOrg> StartAsync() => ClockedOrg.StartAsync(seed => seed with
    {
        TrustedOrigins = [Trusted],
        Apps =
        [
            .. seed.Apps.Select(app => app.ClientId == The.Native ? app with { RedirectUris = ["com.example.postern:/callback"] } : app),
        ],
    });
}
