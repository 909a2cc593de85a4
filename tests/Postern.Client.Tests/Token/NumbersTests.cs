using System.Text.Json.Nodes;

namespace Postern.Client.Tests.Token;

/// <summary>Numbers of answers: written as text, negative, beyond all use, or no numbers.</summary>
public sealed class NumbersTests : IDisposable
{
    readonly FakeOrg _org = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _org.Dispose();

    [Theory]
    [InlineData("3600", 3600)]
    [InlineData("\"3600\"", 3600)] // as some servers write it
    [InlineData("0", 0)]
    [InlineData("315360000", 315360000)] // ten years: a server's word for never
    public async Task A_lifetime_is_taken_where_it_is_one(string expiresIn, int seconds)
    {
        Answer($"\"expires_in\":{expiresIn}");

        (await TokensAsync()).ExpiresAt.ShouldBe(The.Now.AddSeconds(seconds));
    }

    [Theory]
    [InlineData("-1", "says expires_in: -1, which no lifetime is")]
    [InlineData("\"-3600\"", "says expires_in: -3600, which no lifetime is")]
    [InlineData("1770113730", "says expires_in: 1770113730, which no lifetime is")] // the moment of expiry in its place
    [InlineData("9223372036854775807", "says expires_in: 9223372036854775807, which no lifetime is")]
    [InlineData("99999999999999999999", "its expires_in is not what it should be")]
    [InlineData("\"an hour\"", "its expires_in is not what it should be")]
    [InlineData("\"3600s\"", "its expires_in is not what it should be")]
    [InlineData("3600.5", "its expires_in is not what it should be")]
    [InlineData("{}", "its expires_in is not what it should be")]
    public async Task A_lifetime_that_is_none_is_told_and_named(string expiresIn, string said)
    {
        Answer($"\"expires_in\":{expiresIn}");

        var told = await Should.ThrowAsync<UnexpectedResponseException>(TokensAsync);

        told.Message.ShouldContain(said);
        told.Message.ShouldContain("token request");
        told.Stage.ShouldBe(Stage.Token);
    }

    [Theory]
    [InlineData("token_type", "1")]
    [InlineData("refresh_token", "{}")]
    [InlineData("scope", "[\"openid\"]")]
    public async Task Any_other_member_that_is_wrong_is_named_too(string member, string value)
    {
        _org.Token = _ =>
        {
            var body = JsonNode.Parse(_org.Tokens())!.AsObject();
            body[member] = JsonNode.Parse(value);
            return Some.Json(200, body.ToJsonString());
        };

        (await Should.ThrowAsync<UnexpectedResponseException>(TokensAsync)).Message.ShouldBe(
            $"The answer to the token request is malformed: its {member} is not what it should be.");
    }

    [Theory]
    [InlineData("\"expires_in\":-1", "expires_in: -1")]
    [InlineData("\"expires_in\":600,\"interval\":2147483647", "interval: 2147483647")]
    [InlineData("\"expires_in\":600,\"interval\":\"soon\"", "its interval is not")]
    public async Task The_device_flow_tells_its_numbers_alike(string numbers, string said)
    {
        _org.DeviceAuthorize = _ =>
            Some.Json(200, $$"""{"device_code":"d","user_code":"AB","verification_uri":"https://example.okta.com/activate",{{numbers}}}""");
        _org.BackchannelAuthorize = _ => Some.Json(200, $$"""{"auth_req_id":"a",{{numbers}}}""");

        (
            await Should.ThrowAsync<UnexpectedResponseException>(
                () => _org.Connect().DeviceAuthorizationFlow.BeginAsync(ct: Ct))).Message.ShouldContain(said);
        (
            await Should.ThrowAsync<UnexpectedResponseException>(() =>
                _org.Connect().BackchannelAuthenticationFlow.BeginAsync(new() { LoginHint = The.Login }, Ct))).Message.ShouldContain(said);
    }

    [Fact]
    public async Task The_device_flow_takes_numbers_that_are_text()
    {
        _org.DeviceAuthorize = _ =>
            Some.Json(
                200,
                """{"device_code":"d","user_code":"AB","verification_uri":"https://example.okta.com/activate","expires_in":"600","interval":"7"}""");

        var begun = await _org.Connect().DeviceAuthorizationFlow.BeginAsync(ct: Ct);

        begun.ExpiresAt.ShouldBe(The.Now.AddSeconds(600));
        begun.Interval.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData("-3600")]
    [InlineData("soon")]
    [InlineData("99999999999")]
    public async Task So_does_the_front_channel(string expiresIn)
    {
        _org.Authorize = asked =>
            Some.Redirect(
                $"{The.RedirectUri}#access_token={_org.AccessToken()}&token_type=Bearer&expires_in={expiresIn}" +
                $"&state={asked.Query("state")}");

        var told = await Should.ThrowAsync<TokenValidationException>(
            () => _org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, new() { ResponseType = "token" }, Ct));

        told.Check.ShouldBe("expires_in");
        told.Message.ShouldBe($"The answer says expires_in: {expiresIn}, which no lifetime is.");
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("iat")]
    [InlineData("nbf")]
    [InlineData("auth_time")]
    public async Task A_claim_that_is_text_where_a_number_belongs_is_named(string claim)
    {
        _org.IdTokenClaims = claims => claims[claim] = "1770113730";

        var told = await Should.ThrowAsync<TokenValidationException>(
            () => _org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, new() { MaxAge = TimeSpan.FromHours(1) }, Ct));

        told.Check.ShouldBe(claim);
        told.Message.ShouldBe($"The id_token says {claim} in a way that is no number of seconds since 1970.");
    }

    [Fact]
    public async Task The_metadata_names_what_is_wrong_in_it()
    {
        _org.Discovery = _ => Some.Json(200, _org.Metadata.Replace("[\"openid\"]", "\"openid\"", StringComparison.Ordinal));

        (await Should.ThrowAsync<UnexpectedResponseException>(() => _org.Connect().GetMetadataAsync(Ct))).Message.ShouldBe(
            "The answer to the metadata request is malformed: its scopes_supported is not what it should be.");
    }

    [Fact]
    public async Task So_does_a_transaction()
    {
        _org.Authn = _ => Some.Json(200, """{"status":"SUCCESS","sessionToken":7}""");

        (
            await Should.ThrowAsync<UnexpectedResponseException>(
                () => _org.Connect().SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct))).Message.ShouldBe(
                "The answer to the authentication request is malformed: its sessionToken is not what it should be.");
    }

    Task<TokenSet> TokensAsync() => _org.Connect().ClientCredentialsFlow.GetTokensAsync(ct: Ct);

    void Answer(string lifetime) =>
        _org.Token = _ => Some.Json(200, $$"""{"access_token":"{{_org.AccessToken()}}","token_type":"Bearer",{{lifetime}}}""");
}
