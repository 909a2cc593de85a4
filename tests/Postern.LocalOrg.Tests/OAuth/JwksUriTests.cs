using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Clients whose public keys are at a URL of their own, not in the app: oidc.md 8 and 22.</summary>
public sealed class JwksUriTests : IAsyncLifetime
{
    const string Unavailable = "Error retrieving the client JWKSet from jwks_uri.";
    const string UnknownKey = "The client_assertion JWT kid is invalid.";

    KeyServer _server = null!;
    ClientAssertion _org = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await KeyServer.StartAsync();
        _org = await StartAsync(_server.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_key_at_the_clients_URL_will_do()
    {
        LetIn(await _org.SendAsync(ClientAssertion.ByRsa(Payload())));
        LetIn(await _org.SendAsync(ClientAssertion.ByEc(Payload())));
    }

    [Fact]
    public async Task The_set_is_remembered_for_five_minutes()
    {
        LetIn(await _org.SendAsync(ByRsa()));
        _org.Advance(299);
        LetIn(await _org.SendAsync(ByRsa()));
        _server.Asked.ShouldBe(1);

        _org.Advance(1);

        LetIn(await _org.SendAsync(ByRsa()));
        _server.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_fetched_before_it_is_needed()
    {
        await _org.Http.PostFormAsync("/oauth2/default/v1/token", $"grant_type=authorization_code&code=x&client_id={The.Spa}");
        await _org.SendAsync(ClientAssertion.BySecret(_org.Payload(ClientAssertion.SecretClient)));

        _server.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_hundred_assertions_at_once_fetch_the_set_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _org.SendAsync(ByRsa())));

        answers.ShouldAllBe(answer => answer.Status == 400);
        _server.Asked.ShouldBe(1);
    }

    [Fact]
    [Trait("Proves", "OIDC 10.1.1 key rotation")]
    public async Task A_key_that_is_new_there_is_found()
    {
        LetIn(await _org.SendAsync(ByRsa()));
        _server.Body = Renamed("rsa-2");
        _org.Advance(10);

        LetIn(await _org.SendAsync(ByRsa("rsa-2")));
        Refused(await _org.SendAsync(ByRsa("rsa-1")), UnknownKey);
    }

    [Fact]
    public async Task A_new_key_without_a_name_is_found_as_well()
    {
        _server.Body = EcOnly();
        Refused(
            await _org.SendAsync(ClientAssertion.ByRsa(Payload(), """{"alg":"RS256"}""")), "The client_assertion signature is invalid.");

        _server.Body = Renamed("rsa-2");
        _org.Advance(10);

        LetIn(await _org.SendAsync(ClientAssertion.ByRsa(Payload(), """{"alg":"RS256"}""")));
    }

    [Fact]
    public async Task Unknown_keys_do_not_have_the_host_called_by_each_assertion()
    {
        foreach (var kid in Enumerable.Range(0, 30))
            Refused(await _org.SendAsync(ByRsa($"forged-{kid}")), UnknownKey);
        _server.Asked.ShouldBe(1);

        _org.Advance(10);
        foreach (var kid in Enumerable.Range(0, 30))
            Refused(await _org.SendAsync(ByRsa($"forged-{kid}")), UnknownKey);

        _server.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task A_host_that_is_down_is_tried_again_after_a_while()
    {
        _server.Status = 503;
        Refused(await _org.SendAsync(ByRsa()), Unavailable);
        _server.Status = 200;
        Refused(await _org.SendAsync(ByRsa()), Unavailable);

        _org.Advance(10);

        LetIn(await _org.SendAsync(ByRsa()));
        _server.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task While_the_host_is_down_known_keys_are_good_for_five_minutes()
    {
        LetIn(await _org.SendAsync(ByRsa()));
        await _server.StopAsync();
        _org.Advance(10);

        Refused(await _org.SendAsync(ByRsa("rsa-2")), Unavailable);
        LetIn(await _org.SendAsync(ByRsa()));
        LetIn(await _org.SendAsync(ClientAssertion.ByRsa(Payload(), """{"alg":"RS256"}""")));
        _org.Advance(290);
        Refused(await _org.SendAsync(ByRsa()), Unavailable);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"keys":7}""")]
    [InlineData("<!DOCTYPE html><title>Not here</title>")]
    public async Task What_is_no_key_set_cannot_be_retrieved(string body)
    {
        _server.Body = body;

        Refused(await _org.SendAsync(ByRsa()), Unavailable);
    }

    [Theory]
    [InlineData("""{"keys":[]}""")]
    [InlineData("{}")]
    [InlineData("""{"keys":[7]}""")]
    public async Task An_empty_set_is_refused(string body)
    {
        _server.Body = body;

        Refused(await _org.SendAsync(ByRsa()), "The client JWKSet from jwks_uri must contain at least one key.");
    }

    [Fact]
    public async Task Two_keys_of_one_name_are_refused_until_they_are_told_apart()
    {
        _server.Body = ClientAssertion.PublicKeys().Replace("ec-1", "rsa-1", StringComparison.Ordinal);
        Refused(await _org.SendAsync(ByRsa()), "All keys in the client JWKSet from jwks_uri must have a unique kid.");

        _server.Body = ClientAssertion.PublicKeys();
        _org.Advance(10);

        LetIn(await _org.SendAsync(ByRsa()));
    }

    [Fact]
    public async Task A_key_for_encryption_proves_nobody()
    {
        _server.Body = ClientAssertion.PublicKeys().Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal);

        Refused(
            await _org.SendAsync(ByRsa()),
            "The public key being used has an invalid 'use' parameter. Valid values for the 'use' parameter are [sig].");
        Refused(
            await _org.SendAsync(ClientAssertion.ByRsa(Payload(), """{"alg":"RS256"}""")),
            "The client_assertion JWT needs to be signed using a signing key.");
    }

    [Fact]
    public async Task A_header_that_points_elsewhere_is_refused_and_not_followed()
    {
        await using var elsewhere = await KeyServer.StartAsync();

        Refused(
            await _org.SendAsync(ClientAssertion.ByRsa(Payload(), $$"""{"alg":"RS256","kid":"rsa-1","jku":"{{elsewhere.Keys}}"}""")),
            "The 'jku' in JWT and 'jwks_uri' doesn't match.");
        LetIn(await _org.SendAsync(ClientAssertion.ByRsa(Payload(), $$"""{"alg":"RS256","kid":"rsa-1","jku":"{{_server.Keys}}"}""")));
        elsewhere.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var org = await StartAsync(_server.Url + "/moved");

        Refused(await org.SendAsync(ClientAssertion.ByRsa(org.Payload())), Unavailable);
        _server.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_set_of_more_than_256_KiB_is_not_read()
    {
        _server.Body = ClientAssertion.PublicKeys() + new string(' ', 256 * 1024);

        Refused(await _org.SendAsync(ByRsa()), Unavailable);
    }

    [Theory]
    [InlineData(404, "", "Response status code does not indicate success: 404 (Not Found).")]
    [InlineData(200, "{\"keys\":\"private\"", "What came is no JWK Set.")]
    public async Task Why_a_set_could_not_be_had_is_logged_without_the_query(int status, string body, string reason)
    {
        (_server.Status, _server.Body) = (status, body);
        var log = new OrgLog();
        await using var org = await ClientAssertion.StartAsync(
            app => app with { JwksUri = _server.Keys + "?key=private" }, logs: new LoggerFactory([log]));

        await org.SendAsync(ClientAssertion.ByRsa(org.Payload()));

        log.Lines.ShouldBe([$"The key set of a client could not be fetched from {_server.Keys}: {reason}"]);
    }

    [Fact]
    public async Task A_user_may_be_named_by_such_a_key_too()
    {
        await using var org = await StartAsync(_server.Keys, "urn:ietf:params:oauth:grant-type:jwt-bearer");
        var assertion = ClientAssertion.ByRsa(
            $$"""{"iss":"{{ClientAssertion.KeyClient}}","sub":"ada@example.com","aud":"{{org.TokenUrl}}","exp":{{The.Now.ToUnixTimeSeconds() + 300}}}""");

        var answer = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&scope=openid" +
            "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer" +
            $"&client_assertion={ClientAssertion.ByRsa(org.Payload())}&assertion={assertion}");

        answer.Status.ShouldBe(200, answer.Body);
    }

    [Theory]
    [InlineData("ftp://app.example.com/keys")]
    [InlineData("/keys")]
    [InlineData("https://user@app.example.com/keys")]
    [InlineData("https://app.example.com/keys#first")]
    public async Task A_seed_has_keys_at_a_URL_that_can_be_fetched(string uri)
    {
        var refused = await Should.ThrowAsync<ArgumentException>(() => StartAsync(uri));

        refused.Message.ShouldBe(
            "The seed cannot be used:\n  apps[5].jwksUri: must be an http or https URL without user name and fragment.");
    }

    [Fact]
    public async Task A_seed_has_keys_in_one_place()
    {
        var refused = await Should.ThrowAsync<ArgumentException>(
            () => ClientAssertion.StartAsync(app => app with { Jwks = ClientAssertion.PublicKeys(), JwksUri = _server.Keys }));

        refused.Message.ShouldBe("The seed cannot be used:\n  apps[5].jwks: cannot be specified beside 'jwks_uri'.");
    }

    /// <summary>What an org logs.</summary>
    static Task<ClientAssertion> StartAsync(string uri, params string[] moreGrants) =>
        ClientAssertion.StartAsync(app => app with { JwksUri = uri, GrantTypes = [.. app.GrantTypes, .. moreGrants] });

    static string Renamed(string kid) => ClientAssertion.PublicKeys().Replace("rsa-1", kid, StringComparison.Ordinal);

    static string EcOnly()
    {
        var lines = ClientAssertion.PublicKeys().Split('\n');
        return lines[0] + lines[2];
    }

    static void LetIn(Answer answer) => answer.ShouldBeError(400, "invalid_grant", ClientAssertion.LetIn);

    static void Refused(Answer answer, string description) => answer.ShouldBeError(401, "invalid_client", description);

    string Payload() => _org.Payload(expiresIn: 3000);

    string ByRsa(string kid = "rsa-1") => ClientAssertion.ByRsa(Payload(), $$"""{"alg":"RS256","kid":"{{kid}}"}""");
}
