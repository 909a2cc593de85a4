namespace Postern.Cli.Tests.Settings;

/// <summary>Everything that prints tokens prints what everything that reads tokens takes.</summary>
public class PrintedTokenTests(TheOrg org)
{
    static readonly string Token = Some.Jwt(
        """{"iss":"https://o.example","aud":"api://default","cid":"0oa1","sub":"ada","exp":4000000000}""");

    [Theory]
    [InlineData("@")]
    [InlineData("  @\n")]
    [InlineData("Bearer @")]
    [InlineData("Authorization: Bearer @\n")]
    [InlineData("authorization: bearer @\r\n")]
    [InlineData("Authorization: DPoP @")]
    [InlineData("\"Authorization: Bearer @\"")]
    [InlineData("-H 'Authorization: Bearer @'")]
    [InlineData("--header \"Authorization: Bearer @\"")]
    [InlineData("{\"access_token\":\"@\"}")]
    [InlineData("export POSTERN_ACCESS_TOKEN='@'\n")]
    [
        InlineData(
            "export POSTERN_ID_TOKEN='other'\nexport POSTERN_ACCESS_TOKEN='@'\nexport POSTERN_DPOP_KEY='-----BEGIN\nit'\\''s\n-----END'\n"),
    ]
    [InlineData("POSTERN_ACCESS_TOKEN=@\r\n")]
    [InlineData("POSTERN_ACCESS_TOKEN=\"@\"")]
    public async Task A_token_is_read_however_it_was_printed_or_pasted(string input) =>
        (await new Run { Input = input.Replace("@", Token, StringComparison.Ordinal) }
            .PosternAsync(
                "decode", "--output", "json")).ShouldSucceed().Json.GetProperty("claims").GetProperty("cid").GetString().ShouldBe("0oa1");

    [Theory]
    [InlineData("json", "access")]
    [InlineData("raw", "access")]
    [InlineData("header", "access")]
    [InlineData("env", "access")]
    [InlineData("claims", "access")]
    [InlineData("raw", "id")]
    [InlineData("header", "id")]
    [InlineData("claims", "id")]
    public async Task Each_format_of_token_is_decoded(string format, string token)
    {
        var printed = await org.TokensAsync("--output", format, "--token", token);

        var said = (await new Run().After(printed).PosternAsync("decode", "--output", "json")).ShouldSucceed();

        said.Json.GetProperty("claims").GetProperty("iss").GetString().ShouldBe(org.Org.IssuerOf("default"));
        said.Json.GetProperty("problems").GetArrayLength().ShouldBe(format is "claims" ? 1 : 0);
    }

    [Fact]
    public async Task Export_lines_know_issuer_and_app_as_JSON_does()
    {
        var printed = await org.TokensAsync("--output", "env", "--scopes", "openid offline_access", "--dpop");

        var refreshed = (await new Run().After(printed).PosternAsync("refresh", "--output", "env")).ShouldSucceed();
        var user = (await new Run().After(refreshed).PosternAsync("userinfo")).ShouldSucceed();
        var verified = await new Run().After(refreshed).PosternAsync("verify", "--audience", "api://default");

        user.Text("sub").ShouldStartWith("00u");
        verified.ShouldSucceed().Out.ShouldContain("is good for api://default");
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("introspect")]
    [InlineData("userinfo")]
    [InlineData("revoke")]
    [InlineData("refresh")]
    [InlineData("logout")]
    [InlineData("exchange-token")]
    public async Task Claims_alone_are_called_what_they_are(string verb)
    {
        var printed = await org.TokensAsync("--output", "claims");

        var said = await new Run().After(printed).PosternAsync(verb);

        said.ShouldFail(2, "The input is a token's claims, and not the token.");
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("introspect")]
    [InlineData("userinfo")]
    [InlineData("revoke")]
    public async Task A_header_is_taken_by_all_that_take_a_token(string verb)
    {
        var printed = await org.TokensAsync("--output", "header");

        string[] app = verb is "introspect" or "revoke" ? ["--client-id", org.Spa.ClientId] : [];
        (await new Run().After(printed).PosternAsync([verb, "--issuer", org.Org.IssuerOf("default"), .. app])).ShouldSucceed();
    }
}
