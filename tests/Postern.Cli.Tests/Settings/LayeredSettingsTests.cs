namespace Postern.Cli.Tests.Settings;

public sealed class LayeredSettingsTests : IDisposable
{
    const string TwoProfiles = """
        default: dev
        profiles:
          dev:
            org: https://dev-1.okta.com
            client-id: 0oa1dev
            scopes: [openid, orders:read]
            timeout: 12.5
          staging:
            inherits: dev
            issuer: https://dev-2.okta.com/oauth2/aus2
        """;

    readonly Person _person = new();

    [Theory]
    [InlineData(null, "https://dev-1.okta.com/oauth2/default")]
    [InlineData("dev", "https://dev-1.okta.com/oauth2/default")]
    [InlineData("staging", "https://dev-2.okta.com/oauth2/aus2")]
    public void A_profile_names_the_org(string? profile, string issuer) =>
        new OrgChoice().Resolve(Person.Terminal(_person.Profiles(TwoProfiles).Run, profile))!.Issuer.ShouldBe(issuer);

    [Fact]
    public void A_profile_has_what_it_inherits()
    {
        var settings = _person.Profiles(TwoProfiles).Settings("staging");

        settings.Text(Setting.ClientId).ShouldBe("0oa1dev");
        settings.List(Setting.Scopes).ShouldBe(["openid", "orders:read"]);
        settings.Find(Setting.ClientId)!.Where.ShouldBe("profile dev, ~/.okta/postern.yaml:5");
    }

    [Fact]
    public void Who_is_nearer_wins_the_environment_then_dotenv_then_the_project_then_a_profile_then_Oktas_file()
    {
        _person.Profiles(TwoProfiles).OfProject("client-id: project\nusername: project@example.com\nredirect-uri: http://project\n")
            .DotEnv("OKTA_OAUTH2_CLIENTID=dotenv\nexport OKTA_USERNAME='dotenv@example.com' # ours\n")
            .Okta("okta:\n  oauth2:\n    clientId: okta\n    clientSecret: hidden-value\n");
        var run = _person.Run.With("OKTA_OAUTH2_CLIENTID", "environment");

        var settings = Person.Settings(run);

        settings.All(Setting.ClientId).Select(value => $"{value.Text}: {value.Where}").ShouldBe(
        [
            "environment: OKTA_OAUTH2_CLIENTID", "dotenv: OKTA_OAUTH2_CLIENTID, .env:1", "project: postern.yaml:1",
            "0oa1dev: profile dev, ~/.okta/postern.yaml:5", "okta: ~/.okta/okta.yaml:3",
        ]);
        settings.Text(Setting.Username).ShouldBe("dotenv@example.com");
        settings.Text(Setting.RedirectUri).ShouldBeNull("the project's is its own app's, and another app is meant");
    }

    [Fact]
    public void A_profile_that_a_flag_names_wins_over_the_environment() =>
        Person.Settings(_person.Profiles(TwoProfiles).Run.With("OKTA_OAUTH2_CLIENTID", "environment"), "dev").Text(Setting.ClientId)
            .ShouldBe("0oa1dev");

    [Theory]
    [InlineData("POSTERN_PROFILE", null, null)]
    [InlineData(null, "POSTERN_PROFILE=staging\n", null)]
    [InlineData(null, null, "profile: staging\n")]
    public void A_profile_may_be_named_by_the_environment_or_the_folder(string? variable, string? dotEnv, string? project)
    {
        _person.Profiles(TwoProfiles);
        if (dotEnv is not null)
            _person.DotEnv(dotEnv);
        if (project is not null)
            _person.OfProject(project);
        var run = variable is null ? _person.Run : _person.Run.With(variable, "staging");

        Person.Terminal(run).Files.Profile!.Value.Name.ShouldBe("staging");
    }

    [Fact]
    public void A_project_is_found_from_any_of_its_folders_and_not_beyond_its_repository()
    {
        _person.OfProject("client-id: project\n");
        var below = _person.Run with { Working = Path.Combine(_person.Project, "src", "api") };

        Person.Settings(below).Text(Setting.ClientId).ShouldBe("project");
        Directory.CreateDirectory(Path.Combine(_person.Project, "src", ".git"));
        Person.Settings(below).Text(Setting.ClientId).ShouldBeNull();
    }

    [Fact]
    public void Oktas_file_is_read_as_its_SDKs_write_it()
    {
        var settings = _person.Okta("""
            okta:
              client:
                orgUrl: https://dev-3.okta.com
                token: 00hidden-value
                connectionTimeout: 30
              idx:
                clientId: 0oaIdx
                redirectUri: http://localhost/callback
                scopes:
                  - openid
                  - email
            """).Settings();

        settings.Text(Setting.Org).ShouldBe("https://dev-3.okta.com");
        settings.Text(Setting.ClientId).ShouldBe("0oaIdx");
        settings.List(Setting.Scopes).ShouldBe(["openid", "email"]);
        settings.Find(Setting.Timeout).ShouldBeNull();
    }

    [Fact]
    public void A_secret_is_its_apps_and_a_password_its_users()
    {
        var settings = _person.Profiles("""
            default: dev
            profiles:
              dev:
                client-id: 0oaWeb
                client-secret: env:SECRET
                username: ada@example.com
                password: env:PASSWORD
            """).Settings();

        settings.Find(Setting.ClientSecret).ShouldNotBeNull();
        settings.Find(Setting.ClientSecret, "0oaSpa").ShouldBeNull();
        settings.Find(Setting.Password, "ada@example.com").ShouldNotBeNull();
        settings.Find(Setting.Password, "max@example.com").ShouldBeNull();
    }

    [Theory]
    [InlineData("profiles:\n  dev:\n    clientid: x\n", "~/.okta/postern.yaml:3: there is no setting clientid. Did you mean client-id?")]
    [InlineData("profile:\n  dev: {}\n", "~/.okta/postern.yaml:1: there is no setting profile. Did you mean profiles?")]
    [InlineData("profiles:\n  dev:\n    org:\n", "~/.okta/postern.yaml:3: org is empty")]
    [InlineData("profiles:\n  dev:\n    org: [a, b]\n", "~/.okta/postern.yaml:3: org wants one text")]
    [InlineData("profiles:\n  dev:\n    org: a\n    org: b\n", "~/.okta/postern.yaml:4: org is there twice: also in line 3")]
    [InlineData("profiles:\n  dev: &a\n    org: b\n", "aliases, anchors")]
    [InlineData("profiles:\n\tdev:\n", "~/.okta/postern.yaml:2: it is no YAML from here on")]
    [InlineData("- dev\n", "~/.okta/postern.yaml:1: here should be a name")]
    [InlineData("profiles:\n  other: {}\n", "--profile: there is no profile dev.")]
    [InlineData("profiles:\n  dew: {}\n", "Did you mean dew?")]
    [InlineData("", "there is no profile dev.")]
    [InlineData("profiles:\n  dev:\n    inherits: bas\n", "~/.okta/postern.yaml:2: profile dev: there is no profile bas.")]
    [InlineData(
        "profiles:\n  dev: {inherits: a}\n  a: {inherits: b}\n  b: {inherits: a}\n",
        "~/.okta/postern.yaml: the profiles a → b → a inherit each other.")]
    [InlineData("profiles:\n  dev: {inherits: dev}\n", "the profiles dev → dev inherit each other.")]
    public void What_cannot_be_meant_is_told_with_file_and_line(string yaml, string because) =>
        Should.Throw<UsageException>(() => _person.Profiles(yaml).Settings("dev").Text(Setting.Org)).Message.ShouldContain(because);

    [Theory]
    [InlineData("orgg: https://dev-1.okta.com\n", "postern.yaml:1: there is no setting orgg. Did you mean org?")]
    [InlineData("profiles:\n  dev: {}\n", "profiles are kept in ~/.okta/postern.yaml")]
    public void A_slip_in_a_projects_file_is_told_too(string yaml, string because) =>
        Should.Throw<UsageException>(() => _person.OfProject(yaml).Settings().Text(Setting.Org)).Message.ShouldContain(because);

    [Fact]
    public void A_value_that_is_none_is_told_where_it_stands()
    {
        var said = _person.Profiles("profiles:\n  dev:\n    timeout: soon\n").Settings("dev").Find(Setting.Timeout)!;

        Should.Throw<UsageException>(() => said.Seconds(Setting.Timeout, 0, 10)).Message
            .ShouldBe("profile dev, ~/.okta/postern.yaml:3: timeout wants a number of seconds from 0 to 10.");
    }

    public void Dispose() => _person.Dispose();
}
