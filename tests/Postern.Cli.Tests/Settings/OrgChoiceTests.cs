namespace Postern.Cli.Tests.Settings;

public class OrgChoiceTests
{
    [Theory]
    [InlineData("https://dev-1.okta.com", null, null, "https://dev-1.okta.com/oauth2/default")]
    [InlineData("dev-1.okta.com", null, null, "https://dev-1.okta.com/oauth2/default")]
    [InlineData("https://dev-1.okta.com/", "org", null, "https://dev-1.okta.com")]
    [InlineData("https://dev-1.okta.com", "aus1", null, "https://dev-1.okta.com/oauth2/aus1")]
    [InlineData(null, null, "https://dev-1.okta.com", "https://dev-1.okta.com")]
    [InlineData(null, null, "https://dev-1.okta.com/oauth2/default", "https://dev-1.okta.com/oauth2/default")]
    [InlineData(null, null, "https://id.example.test/realms/tests", "https://id.example.test/realms/tests")]
    [InlineData(null, null, "id.example.test/realms/tests/", "https://id.example.test/realms/tests/")]
    [InlineData("http://127.0.0.1:7777", "default", "http://127.0.0.1:7777/oauth2/default", "http://127.0.0.1:7777/oauth2/default")]
    public void Flags_name_the_issuer(string? org, string? server, string? issuer, string expected) =>
        Choice(org, server, issuer).Resolve(Terminal())!.Issuer.ShouldBe(expected);

    [Theory]
    [InlineData("OKTA_CLIENT_ORGURL", "https://dev-1.okta.com/", "https://dev-1.okta.com/oauth2/default")]
    [InlineData("OKTA_CLIENT_OKTADOMAIN", "dev-1.okta.com", "https://dev-1.okta.com/oauth2/default")]
    [InlineData("OKTA_OAUTH2_ISSUER", "https://dev-1.okta.com", "https://dev-1.okta.com")]
    [InlineData("OKTA_OAUTH2_ISSUER", "https://dev-1.okta.com/oauth2/aus1", "https://dev-1.okta.com/oauth2/aus1")]
    public void The_environment_names_it_where_no_flag_does(string name, string value, string expected) =>
        Choice().Resolve(Terminal((name, value)))!.Issuer.ShouldBe(expected);

    [Fact]
    public void A_flag_wins_over_the_environment() =>
        Choice(org: "https://dev-1.okta.com").Resolve(Terminal(("OKTA_OAUTH2_ISSUER", "https://dev-2.okta.com/oauth2/aus1")))!
            .Issuer.ShouldBe("https://dev-1.okta.com/oauth2/default");

    [Fact]
    public void The_authorization_server_may_be_a_flag_and_the_org_the_environments() =>
        Choice(server: "org").Resolve(Terminal(("OKTA_OAUTH2_ISSUER", "https://dev-1.okta.com/oauth2/aus1")))!.Issuer
            .ShouldBe("https://dev-1.okta.com");

    [Fact]
    public void Nothing_names_no_org() => Choice().Resolve(Terminal(("OKTA_CLIENT_ORGURL", ""))).ShouldBeNull();

    [Theory]
    [InlineData("https://dev-1-admin.okta.com", null, "Use dev-1.okta.com.")]
    [InlineData("https://dev-1.okta.com/oauth2/default", null, "--issuer")]
    [InlineData("ftp://dev-1.okta.com", null, "https://dev-1.okta.com")]
    [InlineData(null, "https://dev-1.okta.com/oauth2/default/v1/authorize", "https://{org}/oauth2/{authorization server}")]
    [InlineData(null, "https://dev-1.okta.com/.well-known/openid-configuration", "https://{org}/oauth2/{authorization server}")]
    [InlineData(null, "https://id.example.test/realms/tests?x=1", "another provider's is what its discovery document names")]
    [InlineData("https://dev-2.okta.com", "https://dev-1.okta.com", "Give one of them.")]
    public void What_is_no_org_or_issuer_is_refused_with_what_to_do(string? org, string? issuer, string hint) =>
        Should.Throw<UsageException>(() => Choice(org, null, issuer).Resolve(Terminal())).Hint.ShouldContain(hint);

    [Fact]
    public void Plain_http_to_another_machine_is_warned_about()
    {
        using var error = new StringWriter();

        Choice(org: "http://okta.example.test").Resolve(new Run().Terminal(TextWriter.Null, error));

        error.ToString().ShouldContain("not https");
    }

    static OrgChoice Choice(string? org = null, string? server = null, string? issuer = null) =>
        new() { Org = org, AuthServer = server, Issuer = issuer };

    static Terminal Terminal(params (string Name, string Value)[] environment) =>
        new Run
        {
            Environment = environment.ToDictionary(pair => pair.Name, pair => pair.Value),
        }.Terminal(TextWriter.Null, TextWriter.Null);
}
