using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Rotation of a custom authorization server's signing keys: ACTIVE, NEXT, EXPIRED (api-access-management.md 11).</summary>
public sealed class KeyRotationTests
{
    const string Keys = "/oauth2/default/v1/keys";
    const string Management = "/api/v1/authorizationServers/default/credentials";
    static readonly (string, string) ApiToken = ("Authorization", "SSWS 00testApiToken");

    [Fact]
    [Trait("Proves", "OIDC 10.1.1 key rotation")]
    public async Task Rotation_makes_the_next_key_active_and_keeps_the_one_before_published()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);
        var before = await http.GetAsync(Management + "/keys", ApiToken);

        var rotated = await http.PostJsonAsync(Management + "/lifecycle/keyRotate", """{"use":"sig"}""", ApiToken);

        Statuses(before).Select(key => key.Status).ShouldBe(["ACTIVE", "NEXT"]);
        rotated.Status.ShouldBe(200, rotated.Body);
        var after = Statuses(rotated).ToDictionary(key => key.Status, key => key.Kid);
        after["ACTIVE"].ShouldBe(Statuses(before).First(key => key.Status == "NEXT").Kid);
        after["EXPIRED"].ShouldBe(Statuses(before).First(key => key.Status == "ACTIVE").Kid);
        Kids(await http.GetAsync(Keys)).ShouldBe([after["ACTIVE"], after["NEXT"], after["EXPIRED"]]);
    }

    [Fact]
    public async Task A_key_has_exactly_Oktas_members()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);

        var answer = await http.GetAsync(Management + "/keys", ApiToken);

        var key = answer.Json[0];
        key.EnumerateObject().Select(member => member.Name).ShouldBe(["kty", "status", "alg", "kid", "use", "_links", "e", "n"]);
        var kid = key.GetProperty("kid").GetString();
        key.GetProperty("_links").GetRawText().ShouldBe(
            """{"self":{"href":"{org}/api/v1/authorizationServers/default/credentials/keys/{kid}","hints":{"allow":["GET"]}}}"""
                .Replace("{org}", org.Url, StringComparison.Ordinal).Replace("{kid}", kid, StringComparison.Ordinal));
        (await http.GetAsync($"{Management}/keys/{kid}", ApiToken)).Body.ShouldBe(key.GetRawText());
    }

    [Fact]
    [Trait("Proves", "OIDC 10.1.1 key rotation")]
    public async Task Tokens_of_before_stay_good_and_new_ones_have_the_new_key()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);
        var before = await http.TokensAsync();

        await org.RotateKeysAsync("default", The.Ct);

        var after = await http.TokensAsync();
        var published = (await http.GetAsync(Keys)).Json.GetProperty("keys").EnumerateArray()
            .ToDictionary(key => key.GetProperty("kid").GetString()!);
        Jwt.Header(after.Text("access_token")).GetProperty("kid").GetString()
            .ShouldNotBe(Jwt.Header(before.Text("access_token")).GetProperty("kid").GetString());
        foreach (var tokens in (Answer[])[before, after])
        {
            Jwt.IsSignedBy(published[Jwt.Header(tokens.Text("access_token")).GetProperty("kid").GetString()!], tokens.Text("access_token"))
                .ShouldBeTrue();
            foreach (var kind in (string[])["access_token", "id_token"])
                (
                    await http.PostFormAsync(
                        "/oauth2/default/v1/introspect",
                        $"client_id={The.Spa}&token={tokens.Text(kind)}")).Body.ShouldStartWith("""{"active":true""");
        }
    }

    [Fact]
    public async Task Keys_rotate_by_themselves_after_about_three_months()
    {
        var time = new FakeTimeProvider(The.Now);
        await using var org = await StartAsync(time);
        using var http = new Browserless(org);
        var first = await http.GetAsync(Keys);

        org.Clock.Advance(TimeSpan.FromDays(61));
        var announced = await http.GetAsync(Keys);
        org.Clock.Advance(TimeSpan.FromDays(29));
        var rotated = await http.GetAsync(Keys);

        first.Headers["Cache-Control"].ShouldBe("max-age=7776000, must-revalidate");
        Kids(first).Count.ShouldBe(1);
        Kids(announced).Count.ShouldBe(2);
        Kids(announced)[0].ShouldBe(Kids(first)[0]);
        Kids(rotated).ShouldBe([Kids(announced)[1], Kids(first)[0]]);
        var token = (await http.TokensAsync()).Text("access_token");
        Jwt.Header(token).GetProperty("kid").GetString().ShouldBe(Kids(announced)[1]);
    }

    [Fact]
    public async Task Keys_that_are_rotated_by_hand_stay()
    {
        var time = new FakeTimeProvider(The.Now);
        var seed = OrgSeed.Default with { AuthorizationServers = [OrgSeed.Default.AuthorizationServers[0] with { RotatesKeys = false }] };
        await using var org = await StartAsync(time, seed);
        using var http = new Browserless(org);
        var first = await http.GetAsync(Keys);

        org.Clock.Advance(TimeSpan.FromDays(400));

        Kids(await http.GetAsync(Keys))[0].ShouldBe(Kids(first)[0]);
    }

    [Fact]
    public async Task A_restart_keeps_every_key_and_what_it_is()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("org.db");
        string before;
        await using (var org = await LocalOrg.StartAsync(new() { DataFile = file, Seed = Seed(OrgSeed.Default) }, The.Ct))
        {
            using var http = new Browserless(org);
            await org.RotateKeysAsync("default", The.Ct);
            before = (await http.GetAsync(Management + "/keys", ApiToken)).Body.Replace(org.Url, "", StringComparison.Ordinal);
        }

        await using var again = await LocalOrg.StartAsync(new() { DataFile = file, Seed = Seed(OrgSeed.Default) }, The.Ct);
        using var later = new Browserless(again);

        (await later.GetAsync(Management + "/keys", ApiToken)).Body.Replace(again.Url, "", StringComparison.Ordinal).ShouldBe(before);
    }

    [Fact]
    public async Task A_token_that_was_looked_at_before_a_restart_in_the_same_process_is_good_after_it()
    {
        using var folder = new TemporaryFolder();
        LocalOrgOptions options = new() { DataFile = folder.File("org.db"), PublicUrl = "http://org.example" };
        string accessToken;
        await using (var org = await LocalOrg.StartAsync(options, The.Ct))
        {
            using var http = new Browserless(org);
            accessToken = (await http.TokensAsync()).Text("access_token");
            (await http.IntrospectAsync(accessToken)).Body.ShouldStartWith("""{"active":true,""");
        }

        await using var again = await LocalOrg.StartAsync(options, The.Ct);
        using var later = new Browserless(again);

        (await later.IntrospectAsync(accessToken)).Body.ShouldStartWith("""{"active":true,""");
    }

    [Fact]
    public async Task Of_two_rotations_in_a_row_the_later_key_stays_published()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);
        var first = Kids(await http.GetAsync(Keys))[0];
        var accessToken = (await http.TokensAsync()).Text("access_token");

        await org.RotateKeysAsync("default", The.Ct);
        var afterOne = await http.IntrospectAsync(accessToken);
        await org.RotateKeysAsync("default", The.Ct);
        var afterTwo = await http.IntrospectAsync(accessToken);

        afterOne.Body.ShouldStartWith("""{"active":true,""");
        afterTwo.Body.ShouldBe("""{"active":false}""");
        Kids(await http.GetAsync(Keys)).ShouldNotContain(first);
    }

    [Fact]
    public async Task A_service_rotates_keys_with_an_access_token_of_the_orgs()
    {
        await using var org = await StartAsync(
            seed: OrgSeed.Default with
            {
                Apps = [Admin("okta.authorizationServers.manage"), .. OrgSeed.Default.Apps.Where(app => app.ClientId != The.Service)],
            });
        using var http = new Browserless(org);
        var before = Kids(await http.GetAsync(Keys))[0];
        var bearer = ("Authorization", "Bearer " + await AdminTokenAsync(http, org, "okta.authorizationServers.manage"));

        var rotated = await http.PostJsonAsync(Management + "/lifecycle/keyRotate", """{"use":"sig"}""", bearer);

        rotated.Status.ShouldBe(200, rotated.Body);
        Statuses(rotated).ShouldContain(("EXPIRED", before));
        Kids(await http.GetAsync(Keys))[0].ShouldBe(Statuses(rotated)[0].Kid);
    }

    [Fact]
    public async Task A_service_that_may_only_read_keys_rotates_none()
    {
        await using var org = await StartAsync(
            seed: OrgSeed.Default with
            {
                Apps = [Admin("okta.authorizationServers.read"), .. OrgSeed.Default.Apps.Where(app => app.ClientId != The.Service)],
            });
        using var http = new Browserless(org);
        var bearer = ("Authorization", "Bearer " + await AdminTokenAsync(http, org, "okta.authorizationServers.read"));

        (await http.GetAsync(Management + "/keys", bearer)).Status.ShouldBe(200);
        var refused = await http.PostJsonAsync(Management + "/lifecycle/keyRotate", """{"use":"sig"}""", bearer);
        (refused.Status, refused.Body).ShouldBe((403, ""));
    }

    [Fact]
    public async Task Of_rotations_at_once_one_rotates()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);
        var before = Statuses(await http.GetAsync(Management + "/keys", ApiToken)).ToDictionary(key => key.Status, key => key.Kid);

        await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => http.PostJsonAsync(Management + "/lifecycle/keyRotate", """{"use":"sig"}""", ApiToken)));

        var after = Statuses(await http.GetAsync(Management + "/keys", ApiToken)).ToDictionary(key => key.Status, key => key.Kid);
        after.Values.Distinct().Count().ShouldBe(3);
        ((string[])[after["ACTIVE"], after["EXPIRED"]]).ShouldContain(before["NEXT"]);
    }

    [Theory]
    [InlineData("""{"use":"enc"}""")]
    [InlineData("{}")]
    public async Task Only_signing_keys_are_rotated(string body)
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);

        var answer = await http.PostJsonAsync(Management + "/lifecycle/keyRotate", body, ApiToken);

        answer.ShouldBeOktaError(400, "E0000001", "Api validation failed: rotateKeys", "Invalid value specified for key 'use' parameter.");
    }

    [Fact]
    public async Task Whoever_is_no_admin_is_refused()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);
        var accessToken = (await http.TokensAsync("/oauth2")).Text("access_token");

        (await http.GetAsync(Management + "/keys")).ShouldBeOktaError(401, "E0000011", "Invalid token provided");
        (await http.GetAsync(Management + "/keys", ("Authorization", "SSWS 00wrong")))
            .ShouldBeOktaError(401, "E0000011", "Invalid token provided");
        (await http.GetAsync(Management + "/keys", ("Authorization", "Bearer " + accessToken))).Status.ShouldBe(403);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);

        (await http.GetAsync("/api/v1/authorizationServers/aus1unknown000000005/credentials/keys", ApiToken))
            .ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: aus1unknown000000005 (AuthorizationServer)");
        (await http.GetAsync(Management + "/keys/unknown", ApiToken))
            .ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: unknown (JsonWebKey)");
        (await http.PostJsonAsync(Management + "/lifecycle/keyRotate", "{", ApiToken))
            .ShouldBeOktaError(400, "E0000003", "The request body was not well-formed.");
        (await http.PostJsonAsync(Management + "/keys", "{}", ApiToken))
            .ShouldBeOktaError(405, "E0000022", "The endpoint does not support the provided HTTP method");
        (
            await Should.ThrowAsync<ArgumentException>(() => org.RotateKeysAsync("aus1unknown000000005", The.Ct))).Message.ShouldStartWith(
                "There is no authorization server 'aus1unknown000000005'.");
    }

    static Task<LocalOrg> StartAsync(TimeProvider? time = null, OrgSeed? seed = null) =>
        LocalOrg.StartAsync(new() { Seed = Seed(seed ?? OrgSeed.Default), Time = time ?? TimeProvider.System }, The.Ct);

    static SeedApp Admin(string scope) => OrgSeed.Default.Apps.First(app => app.ClientId == The.Service) with
    {
        ClientSecret = null,
        TokenEndpointAuthMethod = "private_key_jwt",
        Jwks = ClientAssertion.PublicKeys(),
        GrantedOrgScopes = [scope],
    };

    static async Task<string> AdminTokenAsync(Browserless http, LocalOrg org, string scope)
    {
        var assertion = ClientAssertion.ByRsa(
            $$"""{"iss":"{{The.Service}}","sub":"{{The.Service}}","aud":"{{org.Url}}/oauth2/v1/token","exp":{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 300}}}""");
        var tokens = await http.PostFormAsync(
            "/oauth2/v1/token",
            $"grant_type=client_credentials&scope={scope}" +
            $"&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={assertion}");
        tokens.Status.ShouldBe(200, tokens.Body);
        return tokens.Text("access_token");
    }

    static OrgSeed Seed(OrgSeed seed) => seed with { ApiTokens = ["00testApiToken"] };

    static List<(string Status, string Kid)> Statuses(Answer answer) =>
        [.. answer.Json.EnumerateArray().Select(key => (key.GetProperty("status").GetString()!, key.GetProperty("kid").GetString()!))];

    static List<string> Kids(Answer answer) =>
        [.. answer.Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
}
