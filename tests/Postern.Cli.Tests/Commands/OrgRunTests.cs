namespace Postern.Cli.Tests.Commands;

/// <summary>What a program is told of the org that runs for it, and how it ends.</summary>
public sealed class OrgRunTests : IDisposable
{
    readonly DataFolder _data = new();

    Run Run => new() { DataFolder = _data.Path, Environment = { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! } };

    [Fact]
    public async Task A_program_is_told_of_the_org_in_the_words_of_Oktas_SDKs_and_the_org_answers_it()
    {
        var file = _data.File("environment");

        var said = await Run.PosternAsync(
            "org", "run", "--", "sh", "-c", $"env > {file}; curl -sf $OKTA_OAUTH2_ISSUER/v1/keys > {file}.keys");

        said.ExitCode.ShouldBe(0, said.Error);
        var told = Variables(file);
        told["OKTA_CLIENT_ORGURL"].ShouldMatch("^http://127.0.0.1:[0-9]+$");
        told["OKTA_OAUTH2_ISSUER"].ShouldBe(told["OKTA_CLIENT_ORGURL"] + "/oauth2/default");
        told["ISSUER"].ShouldBe(told["OKTA_OAUTH2_ISSUER"]);
        foreach (var name in (string[])["OKTA_OAUTH2_CLIENTID", "OKTA_OAUTH2_CLIENT_ID", "CLIENT_ID"])
            told[name].ShouldBe("0oa1posternSpa000005");
        told["OKTA_OAUTH2_REDIRECTURI"].ShouldBe("http://localhost:8080/callback");
        (told["OKTA_USERNAME"], told["OKTA_PASSWORD"]).ShouldBe(("ada@example.com", TheOrg.Password));
        told.Keys.ShouldNotContain("OKTA_OAUTH2_CLIENTSECRET");
        told.GetValueOrDefault("SSL_CERT_FILE").ShouldBe(Environment.GetEnvironmentVariable("SSL_CERT_FILE"));
        told["POSTERN_ORG"].ShouldStartWith($$"""{"url":"{{told["OKTA_CLIENT_ORGURL"]}}",""");
        (await _data.ReadAsync("environment.keys")).ShouldContain("\"kty\":\"RSA\"");
        said.Error.ShouldBe($"A local org for this run: {told["OKTA_CLIENT_ORGURL"]}\n");
    }

    [Fact]
    public async Task The_app_and_the_user_may_be_chosen()
    {
        var file = _data.File("environment");

        (await Run.PosternAsync("org", "run", "--for-app", "Demo Web", "--for-user", "max@example.com", "--", "sh", "-c", $"env > {file}"))
            .ExitCode.ShouldBe(0);

        var told = Variables(file);
        told["OKTA_OAUTH2_CLIENTID"].ShouldBe("0oa1posternWeb000005");
        told["OKTA_OAUTH2_CLIENT_SECRET"].ShouldStartWith("demo-web-secret");
        told["CLIENT_SECRET"].ShouldBe(told["OKTA_OAUTH2_CLIENTSECRET"]);
        told["OKTA_USERNAME"].ShouldBe("max@example.com");
    }

    [Fact]
    public async Task Over_HTTPS_it_trusts_the_org_besides_everything_it_trusted_before()
    {
        var file = _data.File("environment");

        var said = await Run.PosternAsync(
            "org", "run", "--https", "--", "sh", "-c",
            $$"""
            env > {{file}}; cp $SSL_CERT_FILE {{file}}.roots; curl -sf $OKTA_CLIENT_ORGURL/ > {{file}}.front
            store=${JAVA_TOOL_OPTIONS##*trustStore=}
            ! command -v keytool || keytool -list -alias postern -keystore "${store%% *}" -storepass changeit > {{file}}.java
            """);

        said.ExitCode.ShouldBe(0, said.Error);
        var told = Variables(file);
        told["OKTA_CLIENT_ORGURL"].ShouldMatch("^https://localhost:[0-9]+$");
        foreach (var name in (string[])["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"])
            File.Exists(told[name]).ShouldBeFalse($"{told[name]} is gone with the run");
        var authority = (await _data.ReadAsync("postern/authority/local.pem")).Trim();
        var roots = await _data.ReadAsync("environment.roots");
        roots.ShouldContain(authority);
        if (File.Exists("/etc/ssl/certs/ca-certificates.crt"))
            ((long)roots.Length).ShouldBeGreaterThan(new FileInfo("/etc/ssl/certs/ca-certificates.crt").Length);
        (await _data.ReadAsync("environment.front")).ShouldContain(told["OKTA_CLIENT_ORGURL"]);
        if (File.Exists(_data.File("environment.java")))
            (await _data.ReadAsync("environment.java")).ShouldContain("trustedCertEntry");
    }

    [Theory]
    [InlineData("exit 37", 37)]
    [InlineData("kill -KILL $$", 137)]
    public async Task Its_exit_code_is_ours(string script, int exitCode) =>
        (await Run.PosternAsync("org", "run", "--", "sh", "-c", script)).ExitCode.ShouldBe(exitCode);

    [Fact]
    public async Task A_program_that_does_not_exist_is_told_before_anything_is_started()
    {
        var said = await Run.PosternAsync("org", "run", "--", "no-such-program-here", "--flag");

        said.ShouldFail(127, "There is no program no-such-program-here.");
        said.Error.ShouldNotContain("A local org");
    }

    [Fact]
    public async Task One_that_may_not_be_executed_is_told_too()
    {
        var file = _data.File("script");
        await File.WriteAllTextAsync(file, "#!/bin/sh\n", TestContext.Current.CancellationToken);

        (await Run.PosternAsync("org", "run", "--", file)).ShouldFail(126, $"{file} may not be executed.");
    }

    [Theory]
    [InlineData("There is no command to run.", "org", "run")]
    [InlineData("There is no command to run.", "org", "run", "--")]
    [InlineData("There is no command to run.", "org", "run", "npm", "test")]
    [InlineData("--for-app Other is no app of this org.", "org", "run", "--for-app", "Other", "--", "sh")]
    [InlineData("--for-user eva@example.com is no user of this org.", "org", "run", "--for-user", "eva@example.com", "--", "sh")]
    public async Task A_slip_is_named(string because, params string[] args) => (await Run.PosternAsync(args)).ShouldFail(2, because);

    public void Dispose() => _data.Dispose();

    static Dictionary<string, string> Variables(string file) => File.ReadAllLines(file)
        .Where(line => line.Contains('=', StringComparison.Ordinal))
        .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}
