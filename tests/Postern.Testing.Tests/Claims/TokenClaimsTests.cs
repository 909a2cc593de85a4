using System.Buffers.Text;
using System.Text;

namespace Postern.Testing.Tests.Claims;

/// <summary>What a test says of a token's claims, and what it is told where they differ.</summary>
public class TokenClaimsTests
{
    const string Access = """
        {"ver":1,"jti":"AT.x1","iss":"https://q3.okta.test/oauth2/default","aud":"api://orders","iat":1000,"exp":4600,
         "cid":"0oa1posternWeb000005","uid":"00u1graceAdmin000005","scp":["orders:read"],"auth_time":990,"sub":"grace@example.com"}
        """;

    [Fact]
    public void What_differs_from_run_to_run_is_taken_out() => Claims(Access).ToString().ShouldBe("""
        {
          "aud": "api://orders",
          "cid": "{0oa}",
          "exp": "{iat + 3600}",
          "iss": "{org}/oauth2/default",
          "scp": [
            "orders:read"
          ],
          "sub": "grace@example.com",
          "uid": "{00u}",
          "ver": 1
        }
        """);

    [Fact]
    public void Some_claims_are_held_against_what_is_in_the_token() =>
        Claims(Access).MustHave("""{ "sub": "grace@example.com", "iat": 1000 }""");

    [Fact]
    public void A_difference_is_told_claim_by_claim()
    {
        var differ = Should.Throw<ClaimsDifferException>(
            () => Claims(Access).MustHave("""{ "sub": "linus@example.com", "scp": ["orders:read"], "groups": ["Admins"] }"""));

        differ.Message.ShouldBe("""
            The token has not the claims that were expected (- expected, + found):
            - groups: ["Admins"]
            - sub: "linus@example.com"
            + sub: "grace@example.com"
            """);
    }

    [Fact]
    public void All_claims_are_expected_or_the_others_are_told()
    {
        var differ = Should.Throw<ClaimsDifferException>(
            () => Claims("""{"sub":"grace","role":"admin"}""").MustBe("""{ "sub": "grace" }"""));

        differ.Message.ShouldBe("The token's claims are not those that were expected (- expected, + found):\n+ role: \"admin\"");
    }

    [Fact]
    public void A_snapshot_that_is_not_there_is_told_with_what_would_be_in_it()
    {
        var folder = Directory.CreateTempSubdirectory("postern-claims").FullName;
        var test = Path.Combine(folder, "OrderTests.cs");

        var missing = Should.Throw<ClaimsDifferException>(
            () => Claims("""{"sub":"grace"}""").MustMatchSnapshot("access", test, "Grace_reads"));

        missing.Message.ShouldBe(
            $"There is no snapshot {Path.Combine(folder, "OrderTests.Grace_reads.access.claims.json")} yet. These would be in it; run " +
            "the test with " +
            "POSTERN_ACCEPT_SNAPSHOTS=1 to accept them:\n{\n  \"sub\": \"grace\"\n}");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_snapshot_that_is_there_is_held_against_the_claims()
    {
        var folder = Directory.CreateTempSubdirectory("postern-claims").FullName;
        var test = Path.Combine(folder, "OrderTests.cs");
        File.WriteAllText(Path.Combine(folder, "OrderTests.Grace_reads.claims.json"), """{ "sub": "grace", "role": "user" }""");

        Claims("""{"sub":"grace","role":"user","iat":7}""").MustMatchSnapshot(testFile: test, test: "Grace_reads");
        var differ = Should.Throw<ClaimsDifferException>(
            () => Claims("""{"sub":"grace","role":"admin"}""").MustMatchSnapshot(testFile: test, test: "Grace_reads"));

        differ.Message.ShouldEndWith("- role: \"user\"\n+ role: \"admin\"");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_snapshot_is_found_where_a_deterministic_build_calls_the_repository_by_another_name()
    {
        const string here = "/_/tests/Postern.Testing.Tests/Claims/TokenClaimsTests.cs";

        var missing = Should.Throw<ClaimsDifferException>(
            () => Claims("""{"sub":"grace"}""").MustMatchSnapshot(testFile: here, test: "Grace_reads"));

        var folder = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/tests/", StringComparison.Ordinal)];
        missing.Message.ShouldStartWith(
            $"There is no snapshot {folder}/tests/Postern.Testing.Tests/Claims/TokenClaimsTests.Grace_reads.claims.json yet.");
    }

    [Fact]
    public void Where_a_tests_source_is_not_there_its_snapshot_cannot_be_and_that_is_said() =>
        Should.Throw<ClaimsDifferException>(
            () => Claims("""{"sub":"grace"}""").MustMatchSnapshot(testFile: "/_/elsewhere/OrderTests.cs", test: "Grace_reads"))
            .Message.ShouldStartWith("The snapshot /_/elsewhere/OrderTests.Grace_reads.claims.json would lie beside the test's source");

    [Theory]
    [InlineData("")]
    [InlineData("00a1b2c3")]
    [InlineData("a.b.c")]
    [InlineData("a.W10.c")]
    public void What_is_no_JWT_is_refused_and_not_repeated(string text) =>
        Should.Throw<ArgumentException>(() => TokenClaims.Of(text)).Message.ShouldStartWith("This is no JWT:");

    static TokenClaims Claims(string json) => TokenClaims.Of($"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json))}.AA");
}
