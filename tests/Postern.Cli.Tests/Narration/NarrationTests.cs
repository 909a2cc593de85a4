using System.Text.RegularExpressions;
using Postern.Client;

namespace Postern.Cli.Tests.Narration;

/// <summary>The whole flow with <c>-v</c>: everything is told, no secret is.</summary>
public class NarrationTests(TheOrg org)
{
    [Theory]
    [InlineData("code", "query")]
    [InlineData("code", "form_post")]
    [InlineData("code id_token token", "form_post")]
    [InlineData("code id_token token", "fragment")]
    [InlineData("id_token token", "okta_post_message")]
    public async Task No_secret_appears_on_stderr(string type, string mode)
    {
        string[] asked = ["--response-type", type, "--response-mode", mode, "-v"];
        var authn = (await org.Run.PosternAsync(["authn", .. org.AsUser(), "-v"])).ShouldSucceed();
        var authorize = (await Fed(authn).PosternAsync(["authorize", .. org.AsWeb, .. asked])).ShouldSucceed();
        var exchange = (await Fed(authorize).PosternAsync("exchange", "--client-secret", "env:SECRET", "-v")).ShouldSucceed();
        var told = authn.Error + authorize.Error + exchange.Error;

        string[] secrets =
        [
            TheOrg.Password, org.Web.ClientSecret!, .. Values(authn, "session_token"),
            .. Values(authorize, "code", "code_verifier", "access_token", "id_token"), .. Values(exchange, "access_token", "id_token"),
        ];

        secrets.ShouldAllBe(secret => secret.Length > 8 && !told.Contains(secret) && !told.Contains(Uri.EscapeDataString(secret)));
        told.ShouldContain("> POST");
        told.ShouldContain("< 200 OK to POST /api/v1/authn");
    }

    [Fact]
    public async Task A_secret_can_be_seen_travelling_by_its_fingerprint()
    {
        var authn = (await org.Run.PosternAsync(["authn", .. org.AsUser(), "-v"])).ShouldSucceed();
        var authorize = (await Fed(authn).PosternAsync(["authorize", .. org.AsSpa, "-v"])).ShouldSucceed();
        var exchange = (await Fed(authorize).PosternAsync("exchange", "-v")).ShouldSucceed();

        authn.Error.ShouldContain($"\"sessionToken\":\"{Fingerprint.Of(authn.Text("session_token"))}\"");
        authorize.Error.ShouldContain($"&sessionToken={Fingerprint.Of(authn.Text("session_token"))}&");
        authorize.Error.ShouldContain($"?code={Fingerprint.Of(authorize.Text("code"))}&");
        exchange.Error.ShouldContain($"&code={Fingerprint.Of(authorize.Text("code"))}&");
        exchange.Error.ShouldContain($"&code_verifier={Fingerprint.Of(authorize.Text("code_verifier"))}");
        exchange.Error.ShouldContain($"\"access_token\":\"{Fingerprint.Of(exchange.Text("access_token"))}\"");
    }

    [Fact]
    public async Task The_apps_secret_is_told_by_its_fingerprint_too()
    {
        var said = (await org.Run.PosternAsync(["token", .. org.AsUser(), .. org.AsWeb, "--client-secret", "env:SECRET", "-v", "-q"]))
            .ShouldSucceed();

        said.Error.ShouldContain($"Authorization: Basic {org.Web.ClientId}:{Fingerprint.Of(org.Web.ClientSecret!)}");
        said.Error.ShouldContain($"Set-Cookie: sid=sha256:");
        Regex.Count(said.Error, "^> ", RegexOptions.Multiline).ShouldBe(Regex.Count(said.Error, "^< ", RegexOptions.Multiline));
    }

    [Fact]
    public async Task A_JSON_error_is_still_the_last_line()
    {
        var said = await org.Run.PosternAsync(["token", .. org.AsUser("lou@example.com"), .. org.AsSpa, "-v", "--output", "json"]);

        said.JsonError.GetProperty("errorCode").GetString().ShouldBe("E0000004");
    }

    Run Fed(Said said) => org.Run with { Input = said.Out };

    static IEnumerable<string> Values(Said said, params string[] members) =>
        members.Where(member => said.Json.TryGetProperty(member, out _)).Select(said.Text);
}
