namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Scopes that a user must agree to, asked for by a client that acts for itself (oidc.md 19).</summary>
public sealed class ScopeConsentTests
{
    [Fact]
    public async Task A_client_that_acts_for_itself_cannot_have_a_scope_that_requires_consent()
    {
        var answer = await RequestAsync("implicit required another");

        answer.ShouldBeError(
            400,
            "consent_required",
            "The following scopes require user consent and cannot be granted for the client credentials grant type: [required, another].");
    }

    [Fact]
    public async Task A_client_that_acts_for_itself_may_have_a_scope_whose_consent_is_flexible()
    {
        var answer = await RequestAsync("implicit flexible");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Text("scope").ShouldBe("implicit flexible");
    }

    static async Task<Answer> RequestAsync(string scope)
    {
        var seed = OrgSeed.Default with
        {
            AuthorizationServers =
            [
                OrgSeed.Default.AuthorizationServers[0] with
                {
                    Scopes =
                    [
                        "implicit", new() { Name = "flexible", Consent = ScopeConsent.Flexible },
                        new() { Name = "required", Consent = ScopeConsent.Required },
                        new() { Name = "another", Consent = ScopeConsent.Required },
                    ],
                },
            ],
        };
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using var http = new Browserless(org);
        return await http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=client_credentials&client_id={The.Service}&client_secret=demo-service-secret-that-is-no-secret-01234567" +
            $"&scope={scope.Replace(' ', '+')}");
    }
}
