namespace Postern.Cli.Tests.Commands;

public class DiscoverTests(TheOrg org)
{
    [Fact]
    public async Task Metadata_is_told_by_what_it_is_about()
    {
        var said = (await Run.Postern("discover", "--org", org.Org.Url)).ShouldSucceed();

        var lines = said.Out.ReplaceLineEndings("\n").Split('\n');
        lines[0].ShouldBe(org.Org.IssuerOf("default"));
        lines.ShouldContain("endpoints");
        lines.ShouldContain($"  token_endpoint: {org.Org.IssuerOf("default")}/v1/token");
        lines.ShouldContain("what can be asked for");
        lines.ShouldContain(line =>
            line.StartsWith("  response_types_supported: ", StringComparison.Ordinal)
                && line.Contains("code id_token", StringComparison.Ordinal));
        Array.IndexOf(lines, "endpoints").ShouldBeLessThan(Array.IndexOf(lines, "scopes and claims"));
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_of_the_document_is_left_out()
    {
        var json = (await Run.Postern("discover", "--org", org.Org.Url, "--output", "json")).ShouldSucceed().Json;
        var text = (await Run.Postern("discover", "--org", org.Org.Url)).Out;

        json.GetProperty("issuer").GetString().ShouldBe(org.Org.IssuerOf("default"));
        json.EnumerateObject().Where(member => member.Name is not "issuer").ShouldAllBe(member => text.Contains($"  {member.Name}: "));
    }

    [Fact]
    public async Task As_JSON_it_is_the_document_as_it_came()
    {
        using var http = new HttpClient();
        var document = await http.GetStringAsync(
            $"{org.Org.IssuerOf("default")}/.well-known/openid-configuration", TestContext.Current.CancellationToken);

        var said = (await Run.Postern("discover", "--org", org.Org.Url, "--output", "json")).ShouldSucceed();

        System.Text.Json.Nodes.JsonNode.DeepEquals(
            System.Text.Json.Nodes.JsonNode.Parse(said.Out), System.Text.Json.Nodes.JsonNode.Parse(document)).ShouldBeTrue();
    }

    [Fact]
    public async Task On_a_terminal_it_is_a_tree()
    {
        var said = (await new Run { AtTerminal = true }.PosternAsync("discover", "--org", org.Org.Url, "--auth-server", "org"))
            .ShouldSucceed();

        said.Out.ShouldContain("├──");
        said.Out.ShouldContain($"{org.Org.Url}/oauth2/v1/token");
        said.Out.ShouldContain("\e[");
    }

    [Fact]
    public async Task Without_any_org_an_embedded_one_shows_what_a_local_org_has()
    {
        var said = (await Run.Postern("discover")).ShouldSucceed();

        said.Out.ShouldContain("/oauth2/default/v1/token");
        said.Error.ShouldContain("using an embedded local org at http://127.0.0.1:");
    }

    [Fact]
    public async Task What_one_app_may_use_is_told_where_the_app_is_named()
    {
        var whole = (await Run.Postern("discover", "--org", org.Org.Url, "--output", "json")).ShouldSucceed();
        var spa = (await Run.Postern("discover", "--org", org.Org.Url, "--client-id", org.Spa.ClientId, "--output", "json"))
            .ShouldSucceed();
        var told = (await Run.Postern("discover", "--org", org.Org.Url, "--client-id", org.Spa.ClientId)).ShouldSucceed();

        Strings(whole, "token_endpoint_auth_methods_supported").ShouldContain("client_secret_basic");
        Strings(spa, "token_endpoint_auth_methods_supported").ShouldBe(["none"]);
        Strings(spa, "grant_types_supported").ShouldBeSubsetOf(Strings(whole, "grant_types_supported"));
        told.Out.ShouldContain("  token_endpoint_auth_methods_supported: none\n");
    }

    [Fact]
    public async Task An_app_that_the_org_does_not_have_is_a_matter_of_configuration()
    {
        string[] args = ["discover", "--org", org.Org.Url, "--client-id", "0oa1unknown000000005"];
        var told = await Run.Postern(args);
        var said = await Run.Postern([.. args, "--output", "json"]);

        told.ShouldFail(2, "Invalid value for 'client_id' parameter.");
        told.Error.ShouldContain("hint: The client id is unknown here");
        said.JsonError.GetProperty("errorCode").GetString().ShouldBe("invalid_client");
        said.JsonError.GetProperty("stage").GetString().ShouldBe("discovery");
        said.JsonError.GetProperty("httpStatus").GetInt32().ShouldBe(400);
    }

    [Fact]
    public async Task The_environments_app_does_not_narrow_it()
    {
        var run = new Run { Environment = { ["OKTA_OAUTH2_CLIENTID"] = org.Spa.ClientId } };

        Strings(
            (await run.PosternAsync("discover", "--org", org.Org.Url, "--output", "json")).ShouldSucceed(),
            "token_endpoint_auth_methods_supported").ShouldContain("client_secret_basic");
    }

    [Fact]
    public async Task An_embedded_orgs_app_can_be_named_too()
    {
        var said = (await Run.Postern("discover", "--client-id", org.Web.ClientId, "--output", "json")).ShouldSucceed();

        said.Error.ShouldContain($"app {org.Web.Name}.");
        Strings(said, "token_endpoint_auth_methods_supported").ShouldNotContain("none");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_matter_of_configuration()
    {
        var said = await Run.Postern("discover", "--org", org.Org.Url, "--auth-server", "nowhere", "--output", "json");

        said.ExitCode.ShouldBe(2);
        said.JsonError.GetProperty("stage").GetString().ShouldBe("discovery");
    }

    static IEnumerable<string?> Strings(Said said, string member) =>
        said.Json.GetProperty(member).EnumerateArray().Select(value => value.GetString());
}
