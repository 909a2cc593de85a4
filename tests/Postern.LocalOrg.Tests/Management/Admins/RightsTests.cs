using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Management.Admins;

/// <summary>What a caller may do is what its roles let it, from the next request on: management.md 1.5.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    const string Scopes = "okta.roles.read okta.orgs.read";
    const string Service = $"/oauth2/v1/clients/{The.Service}/roles";
    const string Super = "KNKVARKSL5AUITKJJY";

    ClockedOrg _clocked = null!;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync(seed => seed with
    {
        ApiTokens = ["00token"],
        Groups = [.. seed.Groups.Select(group => group.Id is The.Testers ? group with { Roles = ["READ_ONLY_ADMIN"] } : group)],
        Users = [.. seed.Users.Select(user => user.Login is "ada@example.com" ? user with { Roles = ["SUPER_ADMIN"] } : user)],
        Apps =
        [
            .. seed.Apps.Select(app => app.ClientId is The.Service
                ? app with
                {
                    ClientSecret = null, TokenEndpointAuthMethod = "private_key_jwt", Jwks = ClientAssertion.PublicKeys(),
                    GrantedOrgScopes = Scopes.Split(' '),
                }
                : app),
        ],
    });

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    [Fact]
    public async Task An_API_token_has_its_owners_rights()
    {
        const string Roles = "/api/v1/users/00u1adaActive0000005/roles";
        (await SendAsync(HttpMethod.Get, Roles)).Json.GetArrayLength().ShouldBe(1);

        (await SendAsync(HttpMethod.Delete, $"{Roles}/{Super}")).Status.ShouldBe(204);

        // Ada is a tester, and those may read.
        (await SendAsync(HttpMethod.Get, Roles)).Body.ShouldBe("[]");
        (await _clocked.Http.PostJsonAsync("/api/v1/org", """{"companyName":"x"}""", ("Authorization", "SSWS 00token")))
            .ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
        (await _clocked.Http.PostJsonAsync("/oauth2/v1/clients", "{}", ("Authorization", "SSWS 00token")))
            .ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
    }

    [Fact]
    public async Task A_service_app_needs_a_role_beside_the_scope()
    {
        var url = _clocked.Org.Url + "/oauth2/v1/token";
        var assertion = ClientAssertion.ByRsa(
            $$"""{"iss":"{{The.Service}}","sub":"{{The.Service}}","aud":"{{url}}","exp":{{The.Now.ToUnixTimeSeconds() + 300}}}""");
        var token = (await _clocked.Http.PostFormAsync(
            "/oauth2/v1/token",
            $"grant_type=client_credentials&scope={Scopes}&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3A" +
            $"jwt-bearer&client_assertion={assertion}")).Text("access_token");
        (await _clocked.Http.GetAsync(Service, ("Authorization", "Bearer " + token))).Json[0].GetProperty("type").GetString()
            .ShouldBe("SUPER_ADMIN");

        (await SendAsync(HttpMethod.Delete, $"{Service}/{Super}")).Status.ShouldBe(204);

        (await _clocked.Http.GetAsync(Service, ("Authorization", "Bearer " + token)))
            .ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
        (
            await _clocked.Http.PostJsonAsync(
                Service, """{"type":"READ_ONLY_ADMIN"}""", ("Authorization", "SSWS 00token"))).Status.ShouldBe(201);
        (await _clocked.Http.GetAsync(Service, ("Authorization", "Bearer " + token))).Status.ShouldBe(200);
    }

    Task<Answer> SendAsync(HttpMethod method, string path) =>
        _clocked.Http.SendAsync(method, path, null, ("Authorization", "SSWS 00token"));
}
