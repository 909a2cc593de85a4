using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Postern.Cli.Tests.Commands;

/// <summary><c>postern assert</c>: what a token says against what it should say.</summary>
public class AssertTests
{
    // Ten minutes after it was issued, fifty before it expires.
    static readonly FakeTimeProvider Time = new(DateTimeOffset.FromUnixTimeSeconds(1_770_114_600));

    const string Claims = """
        {"iss":"https://dev-1.okta.com/oauth2/default","aud":"api://orders","iat":1770114000,"exp":1770117600,"cid":"0oa1","uid":"00u1",
        "scp":["openid","orders:read"],"groups":["Everyone","Testers"],"address":{"country":"DE"},"level":7,"email_verified":true,
        "https://example.com/role":"tester","only":["one"],"sub":"ada@example.com"}
        """;

    [Theory]
    [InlineData("groups")]
    [InlineData("!nonce")]
    [InlineData("aud=api://orders")]
    [InlineData("groups~Testers")]
    [InlineData("groups!~Admins")]
    [InlineData("groups=[\"Everyone\",\"Testers\"]")]
    [InlineData("only=one")]
    [InlineData("sub~@example")]
    [InlineData("sub!=max@example.com")]
    [InlineData("nonce!=n-1")]
    [InlineData("address.country=DE")]
    [InlineData("address~country")]
    [InlineData("https://example.com/role=tester")]
    [InlineData("level=7")]
    [InlineData("level>=7")]
    [InlineData("level<7.5")]
    [InlineData("email_verified=true")]
    [InlineData("exp>+45m")]
    [InlineData("exp<=+50m")]
    [InlineData("iat<-5m")]
    public async Task What_is_so_holds(string claim)
    {
        var said = (await AssertAsync("--claim", claim)).ShouldSucceed();

        said.Out.ShouldBe($"holds   {claim}\n".ReplaceLineEndings());
    }

    [Theory]
    [InlineData("nonce", "it is not there")]
    [InlineData("!groups", "it is [\"Everyone\",\"Testers\"]")]
    [InlineData("aud=api://default", "it is \"api://orders\"")]
    [InlineData("groups=Testers", "it is [\"Everyone\",\"Testers\"]")]
    [InlineData("groups~Test", "it is [\"Everyone\",\"Testers\"]")]
    [InlineData("exp>+1h", "it is 1770117600")]
    [InlineData("sub>5", "it is \"ada@example.com\"")]
    [InlineData("address.city=Bonn", "it is not there")]
    public async Task What_is_not_so_says_what_stands_there_and_ends_with_9(string claim, string because)
    {
        var said = await AssertAsync("--claim", claim);

        said.ExitCode.ShouldBe(9);
        said.Out.ShouldBe($"fails   {claim}: {because}\n".ReplaceLineEndings());
        said.Error.ShouldStartWith("error: The access token is not as it should be: one of 1 assertions fails.");
    }

    [Theory]
    [InlineData("""{"scp":["openid","orders:read"],"cid":"0oa1"}""", 0)]
    [InlineData("""{"scope":"openid orders:read"}""", 0)]
    [InlineData("""{"scp":["orders:read:all"]}""", 9)]
    [InlineData("""{"sub":"orders:read"}""", 9)]
    public async Task A_scope_is_found_in_either_claim(string claims, int exitCode) =>
        (await new Run { Input = Some.Jwt(claims) }.PosternAsync("assert", "--scope", "orders:read")).ExitCode.ShouldBe(exitCode);

    [Fact]
    public async Task All_of_them_are_told_for_scripts_too()
    {
        var said = await AssertAsync("--claim", "groups~Testers", "--claim", "level=8", "--scopes", "orders:write", "--output", "json");

        said.ExitCode.ShouldBe(9);
        said.Json.GetProperty("holds").GetBoolean().ShouldBeFalse();
        said.Json.GetProperty("assertions").EnumerateArray().Select(each => each.GetProperty("holds").GetBoolean())
            .ShouldBe([true, false, false]);
        said.Json.GetProperty("assertions")[1].GetProperty("found").ValueKind.ShouldBe(JsonValueKind.Number);
        said.JsonError.GetProperty("code").GetString().ShouldBe("invalid_token");
    }

    [Theory]
    [InlineData("Nothing is asserted.", "assert", "-")]
    [InlineData("--claim wants NAME (is there), !NAME (is not)", "assert", "--claim", "=1")]
    [InlineData("--claim wants", "assert", "--claim", "!a=b")]
    [InlineData("--claim wants", "assert", "--claim", "exp>soon")]
    public async Task What_cannot_be_meant_is_refused(string because, params string[] args) =>
        (await new Run { Input = Some.Jwt(Claims) }.PosternAsync(args)).ShouldFail(2, because);

    [Fact]
    public async Task What_is_no_token_is_none_to_assert_of() =>
        (await new Run { Input = "opaque" }.PosternAsync("assert", "--claim", "sub")).ShouldFail(9, "It is not a JWT");

    static Task<Said> AssertAsync(params string[] args) =>
        new Run { Input = Some.Jwt(Claims), Time = Time }.PosternAsync(["assert", .. args]);
}
