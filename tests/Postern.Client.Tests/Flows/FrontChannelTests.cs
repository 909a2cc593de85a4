namespace Postern.Client.Tests.Flows;

/// <summary>Every response type in every response mode that may carry it, for both kinds of server; and what must not pass.</summary>
public sealed class FrontChannelTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string, string, string>> Matrix()
    {
        string[] types =
        [
            "code", "id_token", "token", "code id_token", "code token", "id_token token", "code id_token token", "token id_token code",
        ];
        string[] modes = ["query", "fragment", "form_post", "okta_post_message"];
        foreach (var issuer in (string[])[The.Org, The.Issuer])
        {
            foreach (var type in types)
            {
                foreach (var mode in modes.Where(mode => mode != "query" || type == "code"))
                    yield return new(issuer, type, mode);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task What_was_asked_for_comes_back_validated(string issuer, string responseType, string mode)
    {
        using var org = new FakeOrg(issuer);
        org.Authorize = asked => Answer(asked, mode, Granted(org, asked));
        var wanted = responseType.Split(' ');

        var tokens = await org.Connect().SessionTokenFlow
            .GetTokensAsync(The.Login, The.Password, new() { ResponseType = responseType, ResponseMode = mode }, Ct);

        (tokens.AccessToken is not null).ShouldBe(wanted.Contains("code") || wanted.Contains("token"));
        (tokens.IdToken is not null).ShouldBe(wanted.Contains("code") || wanted.Contains("id_token"));
        tokens.ExpiresAt.ShouldBe(The.Now.AddHours(1));
        org.AskedAt("/token").Count().ShouldBe(wanted.Contains("code") ? 1 : 0);
        org.AskedAt("/authorize").Single().Url.Query.Contains("code_challenge").ShouldBe(wanted.Contains("code"));
    }

    [Theory]
    [Trait("Proves", "OIDC 3.3.2.11 c_hash")]
    [Trait("Proves", "OIDC 3.2.2.10 hashes in the front channel")]
    [InlineData("id_token token", "at_hash", null)]
    [InlineData("id_token token", "at_hash", "tampered")]
    [InlineData("code id_token", "c_hash", null)]
    [InlineData("code id_token", "c_hash", "tampered")]
    [InlineData("code id_token token", "c_hash", "tampered")]
    [InlineData("id_token", "nonce", "tampered")]
    [InlineData("id_token", "sub", "00uSomebodyElse")]
    [InlineData("id_token", "aud", "0oaSomebodyElse")]
    public async Task A_front_channel_ID_token_must_bind_what_came_with_it(string responseType, string claim, string? value)
    {
        using var org = new FakeOrg
        {
            IdTokenClaims = claims =>
            {
                _ = claims.Remove(claim);
                if (value is not null)
                    claims[claim] = value;
            },
        };
        org.Authorize = asked => Answer(asked, "fragment", Granted(org, asked));

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, new() { ResponseType = responseType }, Ct));

        refused.Check.ShouldBe(claim);
        org.AskedAt("/token").ShouldBeEmpty();
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.5.3 code injection")]
    public async Task A_code_that_was_exchanged_for_another_is_not_redeemed()
    {
        using var org = new FakeOrg();
        org.Authorize = asked => Answer(asked, "fragment", Granted(org, asked) with { Code = "an-attackers-code" });

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, new() { ResponseType = "code id_token" }, Ct));

        refused.Check.ShouldBe("c_hash");
        org.AskedAt("/token").ShouldBeEmpty();
    }

    [Fact]
    [Trait("Proves", "OIDC 3.3.3.6 same user in both ID tokens")]
    public async Task Both_ID_tokens_must_be_the_same_users()
    {
        using var org = new FakeOrg();
        org.Authorize = asked => Answer(asked, "fragment", Granted(org, asked));
        var flow = org.Connect().SessionTokenFlow;
        var response = await flow.AuthorizeAsync(The.SessionToken, new() { ResponseType = "code id_token" }, Ct);
        org.IdTokenClaims = claims => claims["sub"] = "00uSomebodyElse";
        org.AccessTokenClaims = claims => claims["uid"] = "00uSomebodyElse";

        var refused = await Should.ThrowAsync<TokenValidationException>(() => flow.ExchangeAsync(response, Ct));

        refused.Check.ShouldBe("sub");
        refused.Expected.ShouldBe(The.UserId);
        refused.Actual.ShouldBe("00uSomebodyElse");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.1 mix-up")]
    public async Task A_response_of_another_authorization_server_is_not_redeemed()
    {
        using var org = new FakeOrg();
        var response = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct);
        using var other = new FakeOrg(The.Org);

        var refused = await Should.ThrowAsync<TokenValidationException>(() => other.Connect().SessionTokenFlow.ExchangeAsync(response, Ct));

        refused.Check.ShouldBe("iss");
        other.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_response_that_holds_nothing_is_misuse()
    {
        using var org = new FakeOrg();
        var response = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct);

        _ = await Should.ThrowAsync<ArgumentException>(
            () => org.Connect().SessionTokenFlow.ExchangeAsync(response with { Code = null }, Ct));
    }

    static Grant Granted(FakeOrg org, Asked asked)
    {
        var wanted = asked.Query("response_type").Split(' ');
        var accessToken = wanted.Contains("token") ? org.AccessToken() : null;
        var code = wanted.Contains("code") ? The.Code : null;
        return new(code, accessToken, wanted.Contains("id_token") ? Some.Jwt(org.IdToken(accessToken, code)) : null);
    }

    static HttpResponseMessage Answer(Asked asked, string mode, Grant grant)
    {
        var fields = new Dictionary<string, string?>
        {
            ["state"] = asked.Query("state"),
            ["code"] = grant.Code,
            ["id_token"] = grant.IdToken,
            ["access_token"] = grant.AccessToken,
        };
        if (grant.AccessToken is not null)
            (fields["token_type"], fields["expires_in"], fields["scope"]) = ("Bearer", "3600", "openid profile");
        var present = fields.Where(field => field.Value is not null).ToList();
        return mode switch
        {
            "query" => Some.Redirect($"{The.RedirectUri}?{string.Join('&', present.Select(field => $"{field.Key}={field.Value}"))}"),
            "fragment" =>
                Some.Redirect(
                    $"{The.RedirectUri}#{string.Join('&', present.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value!)}"))}"),
            "form_post" =>
                Some.Html(
                    200,
                    $"""<form id="appForm" method="post" name="oauthResponse" action="{The.RedirectUri}">{string.Concat(present.Select(field => $"""<input type="hidden" name="{field.Key}" value="{field.Value}"/>"""))}</form>"""),
            _ =>
                Some.Html(
                    200,
                    $"<script>var data = {{}}; {string.Concat(present.Select(Assignment))}</script>"),
        };
    }

    static string Assignment(KeyValuePair<string, string?> field) =>
        $"data.{field.Key} = '{field.Value!.Replace("-", "\\x2D").Replace(" ", "\\x20")}';\n";

    sealed record Grant(string? Code, string? AccessToken, string? IdToken);
}
