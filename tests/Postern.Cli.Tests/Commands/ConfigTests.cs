using Postern.Cli.Tests.Settings;

namespace Postern.Cli.Tests.Commands;

public sealed class ConfigTests(TheOrg org) : IDisposable
{
    readonly Person _person = new();

    [Fact]
    public async Task Each_value_is_told_with_where_it_comes_from_and_what_it_hides()
    {
        _person.Profiles(
            "default: dev\nprofiles:\n  dev:\n    org: https://dev-1.okta.com\n    client-id: 0oa1dev\n    password: hidden-value\n")
            .OfProject("org: https://elsewhere.example.test\n");
        var run = _person.Run.With("OKTA_OAUTH2_CLIENTID", "0oa2env").With("OKTA_PASSWORD", "hidden-value");

        var said = (await run.PosternAsync("config", "explain", "--username", "ada@example.com")).ShouldSucceed();

        said.Out.ShouldBe("""
            profile        dev  ~/.okta/postern.yaml: default
            org            https://elsewhere.example.test  postern.yaml:1 (not allowed yet)
                           hidden: https://dev-1.okta.com  profile dev, ~/.okta/postern.yaml:4
            client-id      0oa2env  OKTA_OAUTH2_CLIENTID
                           hidden: 0oa1dev  profile dev, ~/.okta/postern.yaml:5
            username       ada@example.com  --username
            password       (a secret)  OKTA_PASSWORD
                           hidden: (a secret)  profile dev, ~/.okta/postern.yaml:6

            """.ReplaceLineEndings());
    }

    [Fact]
    public async Task A_program_is_told_the_same_as_JSON()
    {
        _person.Profiles("profiles:\n  dev:\n    org: https://dev-1.okta.com\n    password: keyring:ada\n");

        var json = (await _person.Run.PosternAsync("config", "explain", "--profile", "dev", "--output", "json")).ShouldSucceed().Json;

        json.GetProperty("profile").GetString().ShouldBe("dev");
        json.GetProperty("settings").GetProperty("org").GetProperty("value").GetString().ShouldBe("https://dev-1.okta.com");
        json.GetProperty("settings").GetProperty("password").GetProperty("value").GetString().ShouldBe("keyring:ada");
    }

    [Fact]
    public async Task Nothing_said_is_said() =>
        (await _person.Run.PosternAsync("config", "explain")).ShouldSucceed().Error.ShouldContain("Nothing is said beforehand");

    [Fact]
    public async Task A_secret_may_be_what_a_command_prints()
    {
        _person.Profiles(
            $"profiles:\n  dev:\n    org: {org.Org.Url}\n    username: ada@example.com\n    password: cmd:printf '%s\\n' \"$PW\" ; echo " +
            "told >&2\n");

        var said = await _person.Run.PosternAsync(["token", .. org.AsSpa, "--profile", "dev", "--password", $"cmd:echo {TheOrg.Password}"]);

        said.ShouldSucceed();
        (await _person.Run.PosternAsync(["token", .. org.AsSpa, "--profile", "dev", "--no-cache"]))
            .ShouldFail(2, "The command of profile dev, ~/.okta/postern.yaml:5 printed nothing.");
    }

    [Theory]
    [InlineData("cmd:exit 3", "The command of --password ended with 3.")]
    [InlineData("cmd:true", "The command of --password printed nothing.")]
    [InlineData("keyring:nothing", "names keyring:nothing, and there is no keyring here.")]
    public async Task What_gives_no_secret_is_named(string reference, string because)
    {
        var said = await _person.Run.PosternAsync(
            ["token", "--org", org.Org.Url, .. org.AsSpa, "--username", "ada@example.com", "--password", reference]);

        said.ShouldFail(2, because);
    }

    [Fact]
    public async Task A_secret_that_others_may_read_is_warned_about()
    {
        _person.Profiles($"profiles:\n  dev:\n    org: {org.Org.Url}\n    username: ada@example.com\n    password: {TheOrg.Password}\n");
        if (OperatingSystem.IsWindows())
            return;

        File.SetUnixFileMode(_person.ProfilesPath, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var said = (await _person.Run.PosternAsync(["token", .. org.AsSpa, "--profile", "dev", "--no-cache"])).ShouldSucceed();

        said.Error.ShouldContain("warning: profile dev, ~/.okta/postern.yaml:5 holds a secret, and others may read that file: chmod 600");
        said.Error.ShouldNotContain(TheOrg.Password);
    }

    [Fact]
    public async Task A_settings_file_without_an_org_is_no_reason_to_start_one()
    {
        _person.OfProject("client-id: 0oa1\n");

        (await _person.Run.PosternAsync("token")).ShouldFail(2, "postern.yaml:1 says client-id, and nobody says which org.");
    }

    public void Dispose() => _person.Dispose();
}
