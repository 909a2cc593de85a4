using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Postern.Cli.Tests.Commands;

public class DecodeTests
{
    static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);

    const string Fine =
        """{"iss":"https://dev-1.okta.com/oauth2/default","aud":"api://default","cid":"0oa1","sub":"ada@example.com","iat":1794999900,"exp":1795003600}""";

    [Fact]
    public async Task A_token_is_shown_with_its_times_in_words()
    {
        var said = (await DecodeAsync(Some.Jwt(Fine))).ShouldSucceed();

        said.Out.ShouldStartWith("access token, signature not checked");
        said.Out.ShouldContain("  exp: 1795003600 (2026-11-18T12:06:40Z, in 1 hour)");
        said.Out.ShouldContain("  iat: 1794999900 (2026-11-18T11:05:00Z, 1 minute 40 seconds ago)");
        said.Out.ShouldContain("no problems at first sight");
        said.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"exp":1794999999}""", "It expired 1 second ago.")]
    [InlineData("""{"iss":"x"}""", "It never expires (no exp).")]
    [InlineData("""{"nbf":1795001000,"exp":1795003600}""", "It is not valid yet, only in 16 minutes 40 seconds (nbf).")]
    [InlineData("""{"iat":1795000200,"exp":1795003600}""", "It was issued in the future, in 3 minutes 20 seconds: check both clocks.")]
    [InlineData("""{"iat":1794999900,"exp":1794999900}""", "It expires before it was issued.")]
    [InlineData("""{"exp":1795003600}""", "It names no issuer (iss).")]
    [InlineData("""{"iss":"https://dev-1.okta.com","exp":1795003600}""", "It names no audience (aud).")]
    [InlineData("""{"iss":"https://dev-1.okta.com","aud":"x","cid":"0oa1","exp":1795003600}""", "only Okta can check")]
    public async Task What_is_wrong_with_the_claims_is_named(string claims, string problem) =>
        (await DecodeAsync(Some.Jwt(claims), "--output", "json")).ShouldSucceed().Json.GetProperty("problems").ToString()
            .ShouldContain(problem);

    [Fact]
    public async Task Half_a_character_in_a_claim_is_shown_as_a_sign_in_its_place() =>
        (await DecodeAsync(Some.Jwt("""{"name":"Jo \ud83d","\udfff":1}"""))).ShouldSucceed().Out.ShouldContain("name: Jo \ufffd");

    [Theory]
    [InlineData("""{"alg":"none"}""", "", "It is not signed")]
    [InlineData("""{"alg":"RS256","kid":"k"}""", "", "It is not signed")]
    [InlineData("""{"alg":"HS256","kid":"k"}""", "c2ln", "It is signed with a shared secret (HS256)")]
    [InlineData("""{"alg":"RS256"}""", "c2ln", "Its header names no key (kid)")]
    public async Task What_is_wrong_with_the_signature_is_named(string header, string signature, string problem) =>
        (await DecodeAsync(Some.Jwt(Fine, header, signature), "--output", "json")).Json.GetProperty("problems").ToString()
            .ShouldContain(problem);

    [Fact]
    public async Task As_JSON_it_has_header_claims_times_and_problems()
    {
        var json = (await DecodeAsync(Some.Jwt(Fine), "--output", "json")).ShouldSucceed().Json;

        json.GetProperty("kind").GetString().ShouldBe("access token");
        json.GetProperty("header").GetProperty("alg").GetString().ShouldBe("RS256");
        json.GetProperty("claims").GetProperty("exp").GetInt64().ShouldBe(1_795_003_600);
        json.GetProperty("times").GetProperty("exp").GetString().ShouldBe("2026-11-18T12:06:40Z");
        json.GetProperty("signature").GetString().ShouldBe("not checked");
        json.GetProperty("problems").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("access", "cid")]
    [InlineData("id", "nonce")]
    public async Task From_what_token_printed_one_token_is_chosen(string token, string claim)
    {
        var tokens = JsonSerializer.Serialize(
            new Dictionary<string, string> { ["access_token"] = Some.Jwt(Fine), ["id_token"] = Some.Jwt("""{"nonce":"n"}""") });

        (await DecodeAsync(tokens, "--token", token, "--output", "json")).ShouldSucceed().Json.GetProperty("claims")
            .TryGetProperty(claim, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_token_may_be_read_from_anywhere() =>
        (await new Run { Environment = { ["T"] = Some.Jwt(Fine) } }.PosternAsync("decode", "--token", "env:T")).ShouldSucceed();

    [Fact]
    public async Task At_a_terminal_a_token_may_be_pasted()
    {
        var said = (await new Run { Input = Some.Jwt(Fine), AtTerminal = true }.PosternAsync("decode")).ShouldSucceed();

        said.Error.ShouldContain("Paste a token");
    }

    [Fact]
    public async Task An_Authorization_header_value_is_a_token_too() => (await DecodeAsync($"Bearer {Some.Jwt(Fine)}\n")).ShouldSucceed();

    [Theory]
    [InlineData("hidden-value", 9, "it has one part instead of three")]
    [InlineData("hidden.value", 9, "it has 2 parts instead of three")]
    [InlineData("a.b.hidden-value.d.e", 9, "encrypted JWT")]
    [InlineData("hidden-value.e30.c2ln", 9, "Its header is no base64url-encoded JSON object.")]
    [InlineData("e30.hidden-value.c2ln", 9, "Its claims are no base64url-encoded JSON object.")]
    [InlineData("""{"access_token":hidden-value}""", 2, "no JSON object")]
    [InlineData("""{"session_token":"hidden-value"}""", 2, "There is no access_token in the input.")]
    [InlineData("", 2, "The input is empty.")]
    public async Task What_is_no_token_is_refused_without_being_repeated(string text, int exitCode, string because)
    {
        var said = await DecodeAsync(text);

        said.ShouldFail(exitCode, because);
        said.Error.ShouldNotContain("hidden-value");
    }

    [Fact]
    public async Task Where_people_look_it_is_a_coloured_tree_and_NO_COLOR_takes_the_colours_away()
    {
        var run = new Run { Environment = { ["JWT"] = Some.Jwt(Fine) }, AtTerminal = true, Time = new FakeTimeProvider(Now) };

        (await run.PosternAsync("decode", "env:JWT")).Out.ShouldContain("\e[");
        (await run.PosternAsync("decode", "env:JWT", "--no-color")).Out.ShouldNotContain("\e[");
        run.Environment["NO_COLOR"] = "1";
        (await run.PosternAsync("decode", "env:JWT")).Out.ShouldNotContain("\e[");
    }

    static Task<Said> DecodeAsync(string input, params string[] args) =>
        new Run { Input = input, Time = new FakeTimeProvider(Now) }.PosternAsync(["decode", .. args]);
}
