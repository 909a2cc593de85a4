namespace Postern.Cli.Tests.Settings;

/// <summary>A folder that somebody else made leads no password anywhere, and has nothing run, before its user has looked at it.</summary>
public sealed class FolderTrustTests : IDisposable
{
    readonly Person _person = new();

    [Theory]
    [InlineData("org: https://elsewhere.example.test\n", null)]
    [InlineData(null, "OKTA_CLIENT_ORGURL=https://elsewhere.example.test\n")]
    [InlineData(null, "OKTA_OAUTH2_ISSUER=https://elsewhere.example.test/oauth2/default\n")]
    public async Task The_org_of_a_folders_file_is_not_gone_to(string? project, string? dotEnv)
    {
        Say(project, dotEnv);
        var run = _person.Run.With("PASSWORD", "hidden-value");

        var said = await run.PosternAsync("token", "--username", "ada@example.com", "--password", "env:PASSWORD", "--client-id", "0oa1");

        said.ShouldFail(2, "names the org https://elsewhere.example.test, and that file came with the folder: nobody has allowed it yet.");
        said.Error.ShouldContain("postern config allow");
    }

    [Fact]
    public async Task Nor_is_one_behind_the_password_of_a_profile()
    {
        _person.Profiles(
            "default: dev\nprofiles:\n  dev:\n    org: https://dev-1.okta.com\n    username: ada@example.com\n    password: env:PASSWORD\n")
            .OfProject("org: https://elsewhere.example.test\n");

        (await _person.Run.PosternAsync("token", "--client-id", "0oa1")).ShouldFail(2, "postern.yaml:1 names the org");
    }

    [Theory]
    [InlineData("cmd:touch ran")]
    [InlineData("file:~/.ssh/id_rsa")]
    [InlineData("env:PATH")]
    [InlineData("keyring:mine")]
    public async Task Nothing_is_run_or_read_for_a_folders_file(string reference)
    {
        _person.OfProject($"username: ada@example.com\npassword: {reference}\n");

        var said = await _person.Run.PosternAsync(
            "token", "--org", "http://127.0.0.1:9", "--client-id", "0oa1", "--redirect-uri", "http://localhost/callback");

        said.ShouldFail(2, "postern.yaml:2 says where password is to be read, and that file came with the folder");
        File.Exists("ran").ShouldBeFalse();
    }

    [Fact]
    public async Task Whom_to_trust_is_not_for_a_folder_to_say()
    {
        _person.OfProject("ca-file: ours.pem\n");

        (await _person.Run.PosternAsync("discover", "--org", "https://localhost:9"))
            .ShouldFail(2, "postern.yaml:1 says which root certificates to trust");
    }

    [Fact]
    public async Task What_was_allowed_counts_until_it_changes()
    {
        _person.OfProject("org: https://elsewhere.example.test\n");
        (await _person.Run.PosternAsync("config", "allow")).ShouldSucceed().Error.ShouldContain("Allowed, as it is now: postern.yaml");

        Address().ShouldBe("https://elsewhere.example.test");
        (await _person.Run.PosternAsync("config", "allow", "--json")).ShouldSucceed().Json.GetProperty("allowed")[0].GetString()!
            .ShouldEndWith("postern.yaml");

        _person.OfProject("org: https://other.example.test\n");
        Should.Throw<UsageException>(() => Address());
    }

    [Fact]
    public void A_flag_names_the_org_without_further_ado()
    {
        _person.OfProject("org: https://elsewhere.example.test\n");

        new OrgChoice { Org = "https://dev-1.okta.com" }.Resolve(Person.Terminal(_person.Run))!.OrgUrl.ShouldBe("https://dev-1.okta.com");
    }

    [Fact]
    public void An_org_on_this_machine_needs_no_leave()
    {
        _person.OfProject("org: http://localhost:7777\n");

        Address().ShouldBe("http://localhost:7777");
    }

    string Address() => new OrgChoice().Resolve(Person.Terminal(_person.Run))!.OrgUrl;

    void Say(string? project, string? dotEnv)
    {
        if (project is not null)
            _person.OfProject(project);
        if (dotEnv is not null)
            _person.DotEnv(dotEnv);
    }

    public void Dispose() => _person.Dispose();
}
