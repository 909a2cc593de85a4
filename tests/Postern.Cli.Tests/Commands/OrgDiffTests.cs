using System.Text.Json;
using System.Xml.Linq;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

/// <summary>
/// <c>postern org diff</c>: a seed against another org, which here is a local one too, the same or different in known ways.
/// </summary>
public sealed class OrgDiffTests : IAsyncLifetime
{
    const string Seed = """
        users:
          - { login: ada@example.com, password: Correct-Horse-9, firstName: Ada, lastName: Lovelace }
        apps:
          - { clientId: 0oa1diffShopShop0005, name: Shop, kind: spa, redirectUris: ["http://localhost:3000/callback"], assignsEverybody: true }
        servers: [default]
        """;

    const string Totp = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    readonly string _folder = Directory.CreateTempSubdirectory("diff").FullName;

    string SeedFile => Path.Combine(_folder, "org.yaml");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await File.WriteAllTextAsync(SeedFile, Seed, Ct);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    [Fact]
    public async Task A_seed_and_the_org_that_was_started_of_it_are_the_same()
    {
        await using var org = await StartAsync(seed => seed);

        var said = await DiffAsync(org, "--output", "json");

        Differing(said.ShouldSucceed()).ShouldBeEmpty();
        var points = said.Json.GetProperty("points").EnumerateArray().ToList();
        points.Count.ShouldBeGreaterThan(80);
        points.Where(point => point.GetProperty("verdict").GetString() is "skipped").ShouldBeEmpty();
        said.Out.ShouldNotContain(TheOrg.Password);
    }

    [Fact]
    public async Task A_user_with_a_second_factor_signs_in_to_both()
    {
        var withFactor = $"lastName: Lovelace, state: mfaRequired, totpSecret: {Totp}";
        await File.WriteAllTextAsync(SeedFile, Seed.Replace("lastName: Lovelace", withFactor, StringComparison.Ordinal), Ct);
        await using var org = await StartAsync(seed => seed);
        string[] ada = ["--username", "ada@example.com", "--no-wrong-password", "--output", "json"];

        var without = await DiffAsync(org, ada);
        var with = await DiffAsync(org, [.. ada, "--totp-secret", "env:TOTP"]);

        Differing(without).ShouldHaveSingleItem().ShouldStartWith("tokens, a user's tokens: sign-in: tokens → ");
        Differing(with.ShouldSucceed()).ShouldBeEmpty();
        with.Out.ShouldContain("\"access token\"");
        with.Out.ShouldNotContain(Totp);
    }

    [Fact]
    public async Task Where_an_app_wants_more_than_a_session_token_brings_both_are_signed_in_to_another_way_and_that_is_told()
    {
        await File.WriteAllTextAsync(
            SeedFile,
            "engine: identityEngine\n" + Seed
                .Replace("lastName: Lovelace", $"lastName: Lovelace, totpSecret: {Totp}", StringComparison.Ordinal)
                .Replace("assignsEverybody: true", "assignsEverybody: true, requiresFactor: true", StringComparison.Ordinal),
            Ct);
        await using var strict = await StartAsync(seed => seed);
        await using var lax = await StartAsync(seed => seed with { Apps = [seed.Apps[0] with { RequiresFactor = false }] });
        string[] ada = ["--username", "ada@example.com", "--totp-secret", "env:TOTP", "--no-wrong-password", "--output", "json"];

        var same = await DiffAsync(strict, ada);
        var other = await DiffAsync(lax, ada);

        Differing(same.ShouldSucceed()).ShouldBeEmpty();
        same.Out.ShouldContain("\"access token\"");
        Differing(other).ShouldContain("tokens, the way to them: way: hosted-page → session-token");
    }

    [Fact]
    public async Task What_differs_is_told_point_by_point_and_nothing_else_is()
    {
        await using var org = await StartAsync(Changed);

        var said = await DiffAsync(org, "--output", "json");

        said.ExitCode.ShouldBe(11, said.Error);
        Differing(said).Order(StringComparer.Ordinal).ShouldBe(
        [
            "discovery, OAuth 2.0 (default): scopes_supported:  → orders:read",
            "discovery, OpenID Connect (default): scopes_supported:  → orders:read",
            "tokens, ID token: claims.name: Ada Lovelace → Ada Byron",
            "tokens, access token: claims.exp: iat + 3600 → iat + 600",
            "tokens, access token: claims.team:  → blue",
        ]);
    }

    [Fact]
    public async Task In_a_pipe_each_difference_is_a_line()
    {
        await using var org = await StartAsync(Changed);

        var said = await DiffAsync(org);

        said.Out.ShouldContain("tokens, access token: claims.exp\tiat + 3600\tiat + 600\n");
        said.Error.ShouldContain(" differ, 0 skipped");
    }

    [Fact]
    public async Task CI_reads_it_as_tests()
    {
        await using var org = await StartAsync(Changed);

        var xml = XDocument.Parse((await DiffAsync(org, "--output", "junit", "--no-wrong-password")).Out);

        xml.Root!.Attribute("failures")!.Value.ShouldBe("4");
        xml.Root.Attribute("skipped")!.Value.ShouldBe("1");
        xml.Descendants("testsuite").Select(suite => suite.Attribute("name")!.Value).ShouldContain("discovery");
        xml.Descendants("testcase").Count().ToString(System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(xml.Root.Attribute("tests")!.Value);
        xml.Descendants("failure").Select(failure => failure.Value)
            .ShouldContain("claims.exp: local iat + 3600; other iat + 600\nclaims.team: local (not there); other blue");
        xml.Descendants("skipped").Single().Attribute("message")!.Value.ShouldBe("--no-wrong-password");
    }

    [Fact]
    public async Task Nobody_is_locked_however_often_it_is_run_and_whichever_password_is_given()
    {
        await using var org = await StartAsync(seed => seed with { MaxFailedPasswords = 3 });

        await DiffAsync(org);
        await DiffAsync(org);
        (await DiffAsync(org, "--username", "ada@example.com", "--password", "env:WRONG")).ExitCode.ShouldBe(11);

        // Of the two failures that stand one is the last run's, and one the run's before; none is left of the first.
        string[] user = ["--username", "ada@example.com", "--password", "env:PASSWORD"];
        (await TheRun.PosternAsync(["authn", "--org", org.Url, .. user])).ShouldSucceed();
    }

    [Fact]
    public async Task What_an_org_answered_once_is_compared_without_it()
    {
        var file = Path.Combine(_folder, "other.json");
        await using (var org = await StartAsync(Changed))
            (await DiffAsync(org, "--record", file)).ExitCode.ShouldBe(11);

        var said = await TheRun.PosternAsync("org", "diff", "--seed", SeedFile, "--replay", file, "--output", "json");

        said.ExitCode.ShouldBe(11, said.Error);
        Differing(said).ShouldContain("tokens, access token: claims.exp: iat + 3600 → iat + 600");
        (await File.ReadAllTextAsync(file, Ct)).ShouldNotContain(TheOrg.Password);
    }

    // What a real org was recorded to answer, in its place.
    [Fact]
    public async Task Refusals_and_documents_of_a_real_org_that_were_recorded_are_those_of_the_local_one()
    {
        using var real = new ScriptedOrg();
        real.Json("/api/v1/authn", Recorded("authn/error-authentication-failed.json"), "401 Unauthorized");
        real.Json(
            "/.well-known/okta-organization",
            Recorded("idx/aws-cli--okta-organization.json").Replace("https://acme.okta.example", real.Url, StringComparison.Ordinal));

        var said = await TheRun.PosternAsync(
            "org", "diff", "--seed", SeedFile, "--org", real.Url, "--auth-server", "org", "--username", "ada@example.com", "--password",
            "env:WRONG", "--output", "json");

        var differing = Differing(said).ToList();
        differing.Where(line => line.StartsWith("authn, an unknown user", StringComparison.Ordinal)).ShouldBeEmpty();
        differing.Where(line => line.StartsWith("org, who it is: ", StringComparison.Ordinal)).ShouldAllBe(
            line => line.Contains("pipeline", StringComparison.Ordinal) || line.Contains("cell", StringComparison.Ordinal)
                || line.Contains("settings", StringComparison.Ordinal));
        said.Out.ShouldContain("one failure is enough");
    }

    [Fact]
    public async Task A_terminal_shows_which_question_is_asked_and_a_pipe_does_not()
    {
        await using var org = await StartAsync(seed => seed);
        string[] args = ["org", "diff", "--seed", SeedFile, "--org", org.Url];
        var hurried = TheRun with { Time = new HurriedTime() };
        const string Step = "[0-9]+ of [0-9]{2,3}: [a-z]+, ";

        var shown = await (hurried with { AtTerminal = true }).PosternAsync(args);

        shown.ShouldSucceed().Error.ShouldMatch(Step);
        string.Join('\n', Screenful.Of(shown.Error)).ShouldNotMatch(Step);
        (await hurried.PosternAsync(args)).ShouldSucceed().Error.ShouldNotMatch(Step);
    }

    [Theory]
    [InlineData("No seed.", "--org", "https://o.example")]
    [InlineData("No org to compare with.", "--seed", "org.yaml")]
    [InlineData("The seed no-such.yaml cannot be read", "--seed", "no-such.yaml", "--org", "https://o.example")]
    [InlineData("--output wants table, json or junit.", "--seed", "org.yaml", "--org", "https://o.example", "--output", "yaml")]
    public async Task What_is_missing_is_named(string because, params string[] flags) =>
        (await Run.Postern(["org", "diff", .. flags])).ShouldFail(2, because);

    [Fact]
    public async Task A_server_that_the_seed_has_not_is_no_server_that_is_the_same()
    {
        await using var org = await StartAsync(seed => seed);

        var said = await DiffAsync(org, "--auth-server", "defualt");

        said.ShouldFail(2, "The seed has no authorization server 'defualt'.");
        said.Error.ShouldContain("--auth-server takes default, org.");
    }

    [Theory]
    [InlineData("text/html", "<h1>Welcome</h1>")]
    [InlineData("text/html; charset=utf8", "<h1>Welcome</h1>")]
    public async Task A_website_is_no_org_and_no_password_is_sent_there(string type, string body)
    {
        using var website = new ScriptedOrg();
        foreach (var path in (string[])["/.well-known/okta-organization", "/.well-known/openid-configuration", "/oauth2/v1/keys"])
            website.Answer(path, "200 OK", $"Content-Type: {type}\r\n", body);
        website.Json("/api/v1/authn", "{}", "500 Internal Server Error");

        var said = await TheRun.PosternAsync(
            ["org", "diff", "--seed", SeedFile, "--org", website.Url, "--username", "ada@example.com", "--password", "env:PASSWORD"]);

        said.ShouldFail(2, $"No Okta org is at {website.Url}: it has none of the documents in which an org says what it is.");
        website.Asked.ShouldNotContain("/api/v1/authn");
    }

    [Fact]
    public async Task An_org_that_is_not_there_is_told() =>
        (await TheRun.PosternAsync("org", "diff", "--seed", SeedFile, "--org", "http://127.0.0.1:9")).ShouldFail(7, "127.0.0.1:9");

    // A character set that there is not, JSON that says a thing twice, a page as deep as no page is.
    [Fact]
    public async Task What_nobody_can_read_differs_and_ends_nothing()
    {
        using var odd = new ScriptedOrg();
        odd.Answer(
            "/.well-known/okta-organization", "200 OK", "Content-Type: application/json; charset=utf8\r\n", """{"id":"1","id":"2"}""");
        var deep = string.Concat(Enumerable.Repeat("<div>", 100_000));
        odd.Answer("/oauth2/v1/logout", "400 Bad Request", "Content-Type: text/html\r\n", deep);

        var said = await TheRun.PosternAsync(
            "org", "diff", "--seed", SeedFile, "--org", odd.Url, "--auth-server", "org", "--no-wrong-password", "--output", "json");

        said.ExitCode.ShouldBe(11, said.Error);
        Differing(said).ShouldContain("""org, who it is: body:  → {"id":"1","id":"2"}""");
        said.Out.ShouldContain("deeper than any browser would follow");
    }

    static Run TheRun => new() { Environment = { ["PASSWORD"] = TheOrg.Password, ["WRONG"] = "Wrong-Horse-9", ["TOTP"] = Totp } };

    static OrgSeed Changed(OrgSeed seed) => seed with
    {
        Users = [seed.Users[0] with { LastName = "Byron" }],
        AuthorizationServers =
        [
            seed.AuthorizationServers[0] with
            {
                Scopes = [.. seed.AuthorizationServers[0].Scopes, new() { Name = "orders:read", IsPublished = true }],
                Claims = [new() { Name = "team", Expression = "\"blue\"" }],
                Policies =
                [
                    new() { Name = "All", Rules = [new() { Name = "Short", AccessTokenLifetime = TimeSpan.FromMinutes(10) }] },
                ],
            },
        ],
    };

    async Task<LocalOrg.LocalOrg> StartAsync(Func<OrgSeed, OrgSeed> change) =>
        await LocalOrg.LocalOrg.StartAsync(new() { Seed = change(await OrgSeed.FromFileAsync(SeedFile, Ct)) }, Ct);

    Task<Said> DiffAsync(LocalOrg.LocalOrg org, params string[] flags) =>
        TheRun.PosternAsync(["org", "diff", "--seed", SeedFile, "--org", org.Url, .. flags]);

    static IEnumerable<string> Differing(Said said) => said.Json.GetProperty("points").EnumerateArray()
        .Where(point => point.TryGetProperty("differences", out _))
        .SelectMany(
            point => point.GetProperty("differences").EnumerateArray(),
            (point, difference) =>
                $"{point.GetProperty("area").GetString()}, {point.GetProperty("name").GetString()}: " +
                $"{difference.GetProperty("what").GetString()}: " +
                $"{Text(difference, "local")} → {Text(difference, "other")}");

    static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString()! : "";

    static string Recorded(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Postern.slnx")))
            root = root.Parent;

        var file = Path.Combine(root?.FullName ?? "", "..", "shared", "fixtures", path);
        Assert.SkipUnless(File.Exists(file), $"No recorded answers here: {path} is not beside the repository.");
        return File.ReadAllText(file);
    }
}
