using System.Text;
using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>What primary authentication refuses, in Okta's codes and words.</summary>
public sealed partial class RefusalTests(SharedOrg shared)
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"username":"ada@example.com"}""")]
    [InlineData("""{"password":"x"}""")]
    [InlineData("""{"username":"","password":""}""")]
    [InlineData("""{"username":null,"password":null}""")]
    public async Task Username_and_password_are_required(string body)
    {
        var answer = await shared.Http.PostJsonAsync("/api/v1/authn", body);

        answer.ShouldBeOktaError(
            400,
            "E0000001",
            "Api validation failed: authRequest",
            "The 'username' and 'password' attributes are required in this context.");
    }

    [Fact]
    public async Task An_audience_is_not_supported()
    {
        var answer = await shared.Http.PostJsonAsync(
            "/api/v1/authn", """{"username":"ada@example.com","password":"x","audience":"0oa1tstappAbcDefG5d7"}""");

        answer.ShouldBeOktaError(
            400, "E0000001", "Api validation failed: authRequest", "Sign in not allowed for app '0oa1tstappAbcDefG5d7'.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"ada\"")]
    [InlineData("""{"username":["ada@example.com"],"password":"x"}""")]
    [InlineData("""{"username":{"a":1},"password":"x"}""")]
    [InlineData("username=ada@example.com&password=x")]
    public async Task A_body_that_is_not_the_JSON_asked_for_is_not_well_formed(string body)
    {
        var answer = await shared.Http.PostJsonAsync("/api/v1/authn", body);

        answer.ShouldBeOktaError(400, "E0000003", "The request body was not well-formed.");
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);

        var answer = await http.AuthenticateAsync("ada@example.com", "not the one");

        answer.ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task An_unknown_user_and_a_wrong_password_look_the_same_byte_for_byte()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);

        var unknown = await http.AuthenticateAsync("nobody@example.com", "not the one");
        var wrong = await http.AuthenticateAsync("ada@example.com", "not the one");

        ErrorId().Replace(wrong.Body, "").ShouldBe(ErrorId().Replace(unknown.Body, ""));
        wrong.Status.ShouldBe(unknown.Status);
        wrong.Headers.Keys.ShouldBe(unknown.Headers.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task Every_error_has_another_id()
    {
        var first = await shared.Http.AuthenticateAsync("nobody@example.com");
        var second = await shared.Http.AuthenticateAsync("nobody@example.com");

        second.Text("errorId").ShouldNotBe(first.Text("errorId"));
    }

    [Fact]
    public async Task An_activation_token_that_was_never_given_out_is_refused()
    {
        var answer = await shared.Http.PostJsonAsync("/api/v1/authn", """{"token":"aB3dE5fG7hJ9kL1mN2pQ"}""");

        answer.ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task A_state_token_that_was_never_given_out_is_invalid()
    {
        var answer = await shared.Http.PostJsonAsync("/api/v1/authn", """{"stateToken":"00PtYgjmUhBel31iEl2hpChYgCfrL1spNxnyVmihA_"}""");

        answer.ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Fact]
    public async Task A_body_without_a_media_type_is_refused()
    {
        var answer = await shared.Http.SendAsync(HttpMethod.Post, "/api/v1/authn", new ByteArrayContent("{}"u8.ToArray()));

        answer.ShouldBeOktaError(400, "E0000018", "Bad request.  Accept and/or Content-Type headers are likely not set.");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    public async Task A_body_of_another_media_type_is_refused(string mediaType)
    {
        var answer = await shared.Http.SendAsync(HttpMethod.Post, "/api/v1/authn", new StringContent("{}", Encoding.UTF8, mediaType));

        answer.ShouldBeOktaError(400, "E0000021", "Bad request.  Accept and/or Content-Type headers likely do not match supported values.");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml, text/*;q=0.9")]
    public async Task Somebody_who_accepts_no_JSON_is_refused(string accept)
    {
        var answer = await shared.Http.PostJsonAsync("/api/v1/authn", "{}", ("Accept", accept));

        answer.ShouldBeOktaError(400, "E0000019", "Bad request.  Accept and/or Content-Type headers likely do not match supported values.");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_not_supported(string method)
    {
        var answer = await shared.Http.SendAsync(new(method), "/api/v1/authn", null);

        answer.ShouldBeOktaError(405, "E0000022", "The endpoint does not support the provided HTTP method");
        answer.Headers["Allow"].ShouldContain("POST");
    }

    [Theory]
    [InlineData("/api/v1/authn/nothing/of/the/kind")]
    [InlineData("/api/v2/authn")]
    [InlineData("/api")]
    public async Task A_path_that_Okta_does_not_have_is_not_found(string path)
    {
        var answer = await shared.Http.PostJsonAsync(path, "{}");

        answer.ShouldBeOktaError(404, "E0000008", "The requested path was not found");
    }

    [Theory]
    [InlineData("POST", "/api/v1/authn/device/activate")]
    [InlineData("POST", "/api/v1/authn/factors/dsf1tst0JvAbCdEfGh5d/lifecycle/duoCallback")]
    [InlineData("GET", "/api/v1/realms")]
    public async Task A_path_of_Oktas_that_is_not_built_says_so_in_this_surfaces_shape(string method, string path)
    {
        var answer = await shared.Http.SendAsync(new(method), path, null);

        answer.ShouldBeOktaError(
            501,
            "E0000015",
            "You do not have permission to access the feature you are requesting",
            $"The local org does not support {method} {path} yet.");
        answer.Headers["X-Postern-Unsupported"].ShouldBe($"{method} {path}");
    }

    [GeneratedRegex("\"errorId\":\"[^\"]+\"")]
    private static partial Regex ErrorId();
}
