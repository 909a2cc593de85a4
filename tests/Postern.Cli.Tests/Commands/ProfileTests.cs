using Postern.Cli.Tests.Settings;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

public sealed class ProfileTests(TheOrg org) : IDisposable
{
    readonly Person _person = new();

    Run Run => _person.Run.With("PASSWORD", TheOrg.Password);

    string[] AsAda =>
        ["--org", org.Org.Url, .. org.AsSpa, "--username", "ada@example.com", "--password", "env:PASSWORD", "--scopes", "openid email"];

    [Fact]
    public async Task A_profile_is_tried_kept_and_used()
    {
        var added = await Run.PosternAsync(["profile", "add", "dev", .. AsAda]);
        added.ShouldSucceed().Out.ShouldContain($"dev: ada@example.com signs in to {org.Org.Url}/oauth2/default. Scopes: openid email");
        added.Error.ShouldContain("Kept as dev in ~/.okta/postern.yaml: it counts wherever no other is named.");

        var tokens = await Run.PosternAsync("token");

        tokens.ShouldSucceed().Text("scope").ShouldBe("openid email");
        tokens.Error.ShouldBeEmpty();
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(_person.ProfilesPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _person.Kept.ShouldBe($"""
            # Profiles of postern, for its flag --profile: docs/settings.md. Secrets are better named than written here.
            default: dev
            profiles:
              dev:
                org: {org.Org.Url}
                client-id: {org.Spa.ClientId}
                redirect-uri: {org.Spa.RedirectUris[0]}
                scopes: "openid email"
                username: ada@example.com
                password: env:PASSWORD

            """);
    }

    [Fact]
    public async Task A_terminal_is_asked_for_what_no_flag_says()
    {
        var at = Run with
        {
            AtTerminal = true,
            Input = $"{org.Org.Url}\n\n{org.Spa.ClientId}\n{org.Spa.RedirectUris[0]}\n\nada@example.com\nhunter2\nenv:PASSWORD\n",
        };

        var said = await at.PosternAsync("profile", "add", "dev");

        said.ShouldSucceed().Out.ShouldContain("signs in to");
        said.Error.ShouldContain("There is the authorization server default: for your own APIs.");
        said.Error.ShouldContain("There is the authorization server org: the org's own, for Okta's APIs.");
        said.Error.ShouldContain("Authorization server: default, org, or another's id [default]: ");
        said.Error.ShouldContain($"{org.Org.Url}/oauth2/default answers.");
        said.Error.ShouldContain("Its scopes: ");
        said.Error.ShouldContain("A password itself is not kept here.");
        _person.Kept.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task What_does_not_work_is_not_kept()
    {
        var said = await Run.With("PASSWORD", "wrong").PosternAsync(["profile", "add", "dev", .. AsAda]);

        said.ShouldFail(3, "Authentication failed");
        File.Exists(_person.ProfilesPath).ShouldBeFalse();
        (await Run.With("PASSWORD", "wrong").PosternAsync(["profile", "add", "dev", "--no-test", .. AsAda])).ShouldSucceed();
        (await Run.PosternAsync("profile", "test", "dev")).ShouldSucceed();
    }

    [Fact]
    public async Task A_profile_may_be_an_apps_alone_or_just_an_orgs()
    {
        var service = org.Org.Seed.Apps.First(app => app.Kind is AppKind.Service);
        _person.Profiles($"""
            profiles:
              app:
                org: {org.Org.Url}
                client-id: {service.ClientId}
                client-secret: env:SECRET
                scopes: api:read
              org: {"{"}org: "{org.Org.Url}"{"}"}
            """);

        (await Run.With("SECRET", service.ClientSecret!).PosternAsync("profile", "test", "app")).ShouldSucceed().Out
            .ShouldContain("app: the app gets tokens from");
        (await Run.PosternAsync("profile", "test", "org")).ShouldSucceed().Out.ShouldContain("answers.");
    }

    [Fact]
    public async Task Scripts_read_what_was_tried_kept_and_removed()
    {
        var added = (await Run.PosternAsync(["profile", "add", "dev", "--json", .. AsAda])).ShouldSucceed();
        var tested = (await Run.PosternAsync("profile", "test", "dev", "--output", "json")).ShouldSucceed();
        var removed = (await Run.PosternAsync("profile", "remove", "dev", "--json")).ShouldSucceed();

        (added.Text("profile"), added.Text("tried"), added.Text("username")).ShouldBe(("dev", "user", "ada@example.com"));
        (added.Text("file"), added.Json.GetProperty("isDefault").GetBoolean()).ShouldBe((_person.ProfilesPath, true));
        (tested.Text("issuer"), tested.Text("scope")).ShouldBe(($"{org.Org.Url}/oauth2/default", "openid email"));
        removed.Text("removed").ShouldBe("dev");
        (added.Error + tested.Error + removed.Error).ShouldBeEmpty();
    }

    [Fact]
    public async Task Profiles_are_listed_shown_and_removed_and_remarks_stay()
    {
        _person.Profiles("""
            # Mine.
            default: dev
            profiles:
              # The first.
              dev:
                org: https://dev-1.okta.com
                password: "hidden-value"
              # The second.
              staging:
                inherits: dev
                password: cmd:pass show hidden-value
            """);

        (await Run.PosternAsync("profile", "list")).ShouldSucceed().Out.ShouldBe("* dev\n  staging (inherits dev)\n".ReplaceLineEndings());
        var shown = (await Run.PosternAsync("profile", "show", "staging")).ShouldSucceed().Out;
        shown.ShouldContain("org            https://dev-1.okta.com  profile dev, ~/.okta/postern.yaml:6");
        shown.ShouldContain("password       cmd:pass …  profile staging, ~/.okta/postern.yaml:11");
        shown.ShouldContain("hidden: (a secret)  profile dev, ~/.okta/postern.yaml:7");
        shown.ShouldNotContain("hidden-value");
        (await Run.PosternAsync("profile", "remove", "dev")).ShouldFail(2, "Profile staging inherits dev.");
        (await Run.PosternAsync("profile", "remove", "staging")).ShouldSucceed();
        _person.Kept.ShouldBe("""
            # Mine.
            default: dev
            profiles:
              # The first.
              dev:
                org: https://dev-1.okta.com
                password: "hidden-value"
              # The second.

            """);
        (await Run.PosternAsync("profile", "add", "max", "--inherits", "dev", "--username", "max@example.com", "--no-test"))
            .ShouldSucceed();
        (await Run.PosternAsync("profile", "list")).ShouldSucceed().Out.ShouldContain("max (inherits dev)");
    }

    [Theory]
    [InlineData("There is a profile dev already.", "dev")]
    [InlineData("a b is no name for a profile.", "a b")]
    [InlineData("There is no profile deb. Did you mean dev?", "new", "--inherits", "deb")]
    [InlineData("--password would be kept as it is.", "new", "--password", "hidden-value")]
    [InlineData("--client-secret would be kept as it is.", "new", "--client-secret", "-")]
    public async Task A_slip_is_named_and_nothing_is_kept(string because, params string[] args)
    {
        const string text = "profiles:\n  dev: {org: https://dev-1.okta.com}\n";
        _person.Profiles(text);

        var said = await Run.PosternAsync(["profile", "add", .. args]);

        said.ShouldFail(2, because);
        said.Error.ShouldNotContain("hidden-value");
        _person.Kept.ShouldBe(text);
    }

    [Fact]
    public async Task Names_of_profiles_are_completed()
    {
        _person.Profiles("profiles:\n  dev: {}\n  staging: {}\n");

        (await Run.PosternAsync("[complete]", "postern token --profile st")).ShouldSucceed().Out.Trim().ShouldBe("staging");
        (await Run.PosternAsync("[complete]", "postern profile show d")).ShouldSucceed().Out.Trim().ShouldBe("dev");
    }

    public void Dispose() => _person.Dispose();
}
