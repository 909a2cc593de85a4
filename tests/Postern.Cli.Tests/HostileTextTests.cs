using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Postern.Cli.Tests;

/// <summary>
/// What came from outside reaches a person as text: it clears no screen, sets no title, forges no line, reorders nothing. Data stays what
/// it is.
/// </summary>
public sealed class HostileTextTests : IDisposable
{
    const string Hostile =
        "\e[2J\e]0;owned\a\u009B31m\rerror: forged\nerror: forged\u2028error: " +
        "forged\u202Edetrever\u2066\u200B\uFEFF[red]markup[/]\U000E0041end";

    readonly ScriptedOrg _org = new();

    static string Quoted => JsonSerializer.Serialize(Hostile);

    string[] AsAda => ["--org", _org.Url, "--auth-server", "org", "--username", "ada", "--password", "env:PASSWORD"];

    string[] AsApp => ["--client-id", "0oa1", "--redirect-uri", "http://localhost/cb"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refused_password(bool atTerminal)
    {
        _org.Json(
            "/api/v1/authn",
            $$"""{"errorCode":"E0000001","errorSummary":{{Quoted}},"errorLink":{{Quoted}},"errorId":{{Quoted}},"errorCauses":[{"errorSummary":{{Quoted}}}]}""",
            "400 Bad Request");

        await ShouldBeTameAsync(atTerminal, "authn", [.. AsAda]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_factor_and_what_it_asks(bool atTerminal)
    {
        var factor =
            $$"""{"id":{{Quoted}},"factorType":"question","provider":{{Quoted}},"profile":{"questionText":{{Quoted}} },"_links":{"verify":{"href":"{{_org.Url}}/verify"} } }""";
        var other =
            $$"""{"id":"2","factorType":"sms","provider":{{Quoted}},"profile":{"phoneNumber":{{Quoted}} },"_links":{"verify":{"href":"{{_org.Url}}/verify"} } }""";
        var odd = $$"""{"id":"3","factorType":{{Quoted}},"provider":{{Quoted}},"_links":{"verify":{"href":"{{_org.Url}}/verify"} } }""";
        _org.Json(
            "/api/v1/authn", $$"""{"status":"MFA_REQUIRED","stateToken":"00s","_embedded":{"factors":[{{factor}},{{other}},{{odd}}] } }""");
        _org.Json("/verify", $$"""{"errorCode":{{Quoted}},"errorSummary":{{Quoted}},"errorCauses":[]}""", "403 Forbidden");

        await ShouldBeTameAsync(atTerminal, "authn", [.. AsAda]);
    }

    [Fact]
    public async Task Half_a_character_in_an_answer_ends_nothing()
    {
        _org.Json("/api/v1/authn", """{"errorCode":"E0000004","errorSummary":"No \ud83d.","errorCauses":[]}""", "401 Unauthorized");

        var said = await new Run { Environment = { ["PASSWORD"] = "x" } }.PosternAsync(["authn", .. AsAda, "-v"]);

        said.ExitCode.ShouldBe(3, said.Error);
        said.Error.ShouldContain("No \ufffd.");
    }

    [Fact]
    public async Task Nor_does_one_of_a_running_org()
    {
        _org.Json("/health/ready", """{"status":"read\ud83d"}""");
        _org.Json("/_postern/seed", """{"detail":"No \ud83d."}""", "403 Forbidden");

        (await Run.Postern("org", "health", "--org", _org.Url)).ShouldSucceed().Out.ShouldContain("read\ufffd");
        (await Run.Postern("org", "export", "--org", _org.Url)).ShouldFail(2, "No \ufffd.");
    }

    // As proxies and older servers write it, and no .NET knows it.
    [Fact]
    public async Task A_character_set_that_there_is_not_ends_nothing()
    {
        _org.Answer(
            "/api/v1/authn", "401 Unauthorized", "Content-Type: application/json; charset=utf8\r\n",
            """{"errorCode":"E0000004","errorSummary":"Né.","errorCauses":[]}""");

        var said = await new Run { Environment = { ["PASSWORD"] = "x" } }.PosternAsync(["authn", .. AsAda, "-v"]);

        said.ExitCode.ShouldBe(3, said.Error);
        said.Error.ShouldContain("Né.");
        _org.Answer("/health/ready", "200 OK", "Content-Type: application/json; charset=utf8\r\n", """{"status":"ready"}""");
        (await Run.Postern("org", "health", "--org", _org.Url)).ShouldSucceed().Out.ShouldBe("ready\n");
    }

    [Theory]
    [InlineData("MFA_ENROLL")]
    [InlineData("HOSTILE")]
    public async Task A_status(string status)
    {
        var said = status is "HOSTILE" ? Quoted : $"\"{status}\"";
        _org.Json(
            "/api/v1/authn",
            $$"""{"status":{{said}},"stateToken":"00s","_embedded":{"factors":[{"factorType":{{Quoted}},"enrollment":"REQUIRED"}] } }""");

        await ShouldBeTameAsync(false, "authn", [.. AsAda]);
    }

    [Fact]
    public async Task The_name_of_another_identity_provider()
    {
        _org.Json(
            "/.well-known/webfinger",
            $$"""{"links":[{"rel":"okta:idp","titles":{"und":{{Quoted}} },"properties":{"okta:idp:type":{{Quoted}},"okta:idp:id":{{Quoted}} } }]}""");
        _org.Json("/api/v1/authn", $$"""{"errorCode":"E0000004","errorSummary":{{Quoted}}}""", "401 Unauthorized");

        await ShouldBeTameAsync(false, "authn", [.. AsAda]);
    }

    [Theory]
    [InlineData("redirect")]
    [InlineData("page")]
    [InlineData("error page")]
    [InlineData("elsewhere")]
    public async Task An_answer_to_the_authorization_request(string kind)
    {
        var text = Uri.EscapeDataString(Hostile);
        _ = kind switch
        {
            "redirect" =>
                _org.Answer(
                    "/oauth2/v1/authorize",
                    "302 Found",
                    $"Location: http://localhost/cb?error={text}&error_description={text}&state={text}\r\n"),
            "page" => _org.Html("/oauth2/v1/authorize", $"<html><title>{Hostile}</title><body></body></html>"),
            "error page" =>
                _org.Html(
                    "/oauth2/v1/authorize",
                    $"<html><body id=\"x\" class=\"o-form-error\"><h2>{Hostile}</h2><p class=\"error\">{Hostile}</p></body></html>"),
            _ => _org.Answer("/oauth2/v1/authorize", "302 Found", $"Location: http://{text}.example/%1B%5B2J?x={text}\r\n"),
        };

        await ShouldBeTameAsync(
            false, "authorize", ["--session-token", "env:PASSWORD", "--org", _org.Url, "--auth-server", "org", .. AsApp]);
    }

    [Theory]
    [InlineData("client-credentials")]
    [InlineData("device")]
    [InlineData("refresh", "env:PASSWORD")]
    public async Task A_refusal_of_the_token_endpoint(string verb, params string[] args)
    {
        _org.Json(
            "/oauth2/v1/token",
            $$"""{"error":{{Quoted}},"error_description":{{Quoted}}}""",
            "400 Bad Request",
            "X-Okta-Request-Id: \e[2J\r\n");
        _org.Json(
            "/device",
            $$"""{"device_code":"d","user_code":{{Quoted}},"verification_uri":{{Quoted}},"verification_uri_complete":{{Quoted}},"expires_in":600,"interval":1}""");

        await ShouldBeTameAsync(verb is "device", verb, [.. args, "--org", _org.Url, "--auth-server", "org", "--client-id", "0oa1"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_discovery_document(bool atTerminal)
    {
        var endpoint = $"{_org.Url}/x";
        _org.Json("/.well-known/openid-configuration", $$"""
            {"issuer":"{{_org.Url}}","authorization_endpoint":"{{endpoint}}","token_endpoint":"{{endpoint}}","jwks_uri":"{{endpoint}}",{{Quoted}}:{{Quoted}},"scopes_supported":[{{Quoted}}],"x":{"y":{{Quoted}} } }
            """);

        var said = await ShouldBeTameAsync(atTerminal, "discover", ["--org", _org.Url, "--auth-server", "org"]);

        said.Out.ShouldContain("[red]markup[/]");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_claims_of_a_token(bool atTerminal)
    {
        var token = Some.Jwt(
            $$"""{"iss":{{Quoted}},"sub":{{Quoted}},{{Quoted}}:[{{Quoted}}],"aud":{{Quoted}},"exp":1}""",
            $$"""{"alg":"HS{{JsonEncodedText.Encode(Hostile)}}","kid":{{Quoted}}}""");

        var said = await ShouldBeTameAsync(atTerminal, "decode", ["env:TOKEN"], token);
        await ShouldBeTameAsync(atTerminal, "verify", ["env:TOKEN", "--org", _org.Url, "--auth-server", "org"], token);

        said.Out.ShouldContain("[red]markup[/]");
    }

    [Fact]
    public async Task The_page_after_signing_out()
    {
        _org.Html("/logout", $"<html><title>{Hostile}</title></html>");

        await ShouldBeTameAsync(false, "logout", ["--token", "env:TOKEN", "--org", _org.Url, "--auth-server", "org"], Some.Jwt("{}"));
    }

    [Theory]
    [InlineData("token", "--\e[2Jflag")]
    [InlineData("\e[2J\nerror: forged")]
    [InlineData("token", "--ca-file", "\e[2J\nerror: forged", "--org", "https://o.invalid")]
    [InlineData("decode", "file:/no\e[2J\nerror: forged")]
    [InlineData("decode", "env:NO\e[2J\nerror: forged")]
    [InlineData("discover", "--org", "\e[2J\nerror: forged")]
    [InlineData("discover", "--issuer", "https://o.invalid/oauth2/\e[2J/x")]
    [InlineData("org", "start", "--data", "/no/such\e[2J\nerror: forged/file")]
    [InlineData("org", "start", "--public-url", "\e[2J\nerror: forged")]
    public async Task Words_of_the_command_line(params string[] args) => Tame(await Run.Postern(args)).ExitCode.ShouldNotBe(0);

    [Fact]
    public async Task Answers_that_are_data_mean_what_they_meant()
    {
        _org.Json("/introspect", $$"""{"active":true,{{Quoted}}:{{Quoted}}}""");

        var said = (
            await new Run().With("TOKEN", "t")
                .PosternAsync("introspect", "env:TOKEN", "--org", _org.Url, "--auth-server", "org", "--client-id", "0oa1")).ShouldSucceed();

        Tame(said).Json.GetProperty(Hostile).GetString().ShouldBe(Hostile);
    }

    [Fact]
    public async Task A_JSON_error_means_what_was_said_and_steers_nothing()
    {
        _org.Json("/api/v1/authn", $$"""{"errorCode":"E0000001","errorSummary":{{Quoted}}}""", "400 Bad Request");

        var said = Tame(await new Run().With("PASSWORD", TheOrg.Password).PosternAsync(["authn", .. AsAda, "--output", "json"]));

        said.Error.TrimEnd().ShouldNotContain('\n');
        said.JsonError.GetProperty("errorSummary").GetString().ShouldBe(Hostile);
    }

    [Fact]
    public void Bytes_in_a_pipe_are_exact()
    {
        using var output = new StringWriter();
        var run = new Run();
        run.Terminal(output, TextWriter.Null).Write("a\e[2Jb\u202E");
        (run with { AtTerminal = true }).Terminal(output, TextWriter.Null).Write("a\e[2Jb\u202E");

        output.ToString().ReplaceLineEndings("\n").ShouldBe("a\e[2Jb\u202E\na\\u001b[2Jb\\u202e\n");
    }

    async Task<Said> ShouldBeTameAsync(bool atTerminal, string verb, string[] args, string token = "")
    {
        var run = new Run
        {
            AtTerminal = atTerminal,
            Input = "2\n0\n",
            Typed = "0",
            Environment = { ["PASSWORD"] = TheOrg.Password, ["TOKEN"] = token, ["NO_COLOR"] = "1" },
        };
        var said = Tame(await run.PosternAsync([verb, .. args]));
        Tame(await run.PosternAsync([verb, .. args, "-v"]));
        return said;
    }

    static Said Tame(Said said)
    {
        foreach (var stream in new[] { said.Out, said.Error })
        {
            // A carriage return is the status line's alone.
            stream.EnumerateRunes().Where(rune => rune.Value is not ('\n' or '\r')).ShouldAllBe(rune => !IsSteering(rune));
            stream.ReplaceLineEndings("\n").Split('\n').ShouldAllBe(line => !line.StartsWith("error: forged", StringComparison.Ordinal));
        }

        return said;
    }

    static bool IsSteering(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;

    public void Dispose() => _org.Dispose();
}
