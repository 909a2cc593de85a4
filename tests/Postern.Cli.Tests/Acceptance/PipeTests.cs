using System.Net;
using System.Net.Sockets;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>The built command in a shell: pipes, exit codes, signals.</summary>
[Trait("Runs", "Last")]
public class PipeTests(TheOrg org)
{
    [Fact]
    public async Task The_three_steps_are_one_pipe()
    {
        using var shell = Command.Shell($"""
            postern authn --org {org.Org.Url} --username ada@example.com --password env:PASSWORD |
              postern authorize --client-id {org.Spa.ClientId} --redirect-uri {org.Spa.RedirectUris[0]} |
              postern exchange -
            """);

        var said = (await shell.EndAsync()).ShouldSucceed();

        said.Text("access_token").ShouldNotBeEmpty();
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_one_command_prints_the_next_one_takes()
    {
        using var shell = Command.Shell($"""
            export OKTA_CLIENT_ORGURL={org.Org.Url} OKTA_OAUTH2_CLIENTID={org.Spa.ClientId} OKTA_OAUTH2_REDIRECTURI={org.Spa.RedirectUris[0]} OKTA_USERNAME=ada@example.com OKTA_PASSWORD="$PASSWORD"
            set -e
            postern token --scopes "openid offline_access" --dpop --par | postern refresh | postern userinfo
            postern token | postern verify --audience api://default | tail -n 1
            """);

        var said = (await shell.EndAsync()).ShouldSucceed();

        said.Out.ShouldContain("\"sub\": \"00u1adaActive0000005\"");
        said.Out.ShouldContain("The access token is good for api://default.");
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_without_an_org_can_be_piped_into_decode()
    {
        using var shell = Command.Shell("postern token --output raw -q | postern decode --output json");

        var said = (await shell.EndAsync()).ShouldSucceed();

        said.Json.GetProperty("claims").GetProperty("sub").GetString().ShouldBe("ada@example.com");
        said.Json.GetProperty("problems").GetArrayLength().ShouldBe(0);
        said.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_that_failed_leaves_its_reason_and_the_next_one_says_what_is_missing()
    {
        using var shell = Command.Shell($"""
            postern authn --org {org.Org.Url} --username lou@example.com --password env:PASSWORD | postern authorize --client-id x --redirect-uri http://localhost/
            """);

        var said = await shell.EndAsync();

        said.ExitCode.ShouldBe(2);
        said.Error.ShouldContain("Authentication failed");
        said.Error.ShouldContain("The input is empty.");
    }

    [Fact]
    public async Task A_proxy_in_the_environment_is_not_asked_for_an_org_on_this_machine()
    {
        using var shell = Command.Shell("http_proxy=http://127.0.0.1:1 https_proxy=http://127.0.0.1:1 postern token -q");

        (await shell.EndAsync()).ShouldSucceed();
    }

    [Fact]
    public async Task What_follows_ends_when_its_reader_has_gone()
    {
        await using var recording = await LocalOrg.LocalOrg.StartAsync(
            new() { RecordsRequests = true }, TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        await http.GetAsync(new Uri($"{recording.Url}/oauth2/default/v1/keys"), TestContext.Current.CancellationToken);
        using var shell = Command.Bash($"set -o pipefail; postern org log --all --org {recording.Url} | head -n 1");

        var said = (await shell.EndAsync()).ShouldSucceed();

        said.Out.ShouldContain(" GET /oauth2/default/v1/keys 200 ");
        said.Error.ShouldBe($"Following {recording.Url}. Ctrl-C ends it.\n");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task An_interrupted_token_exits_with_130(string signal)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var postern = Command.Start(
            "token",
            "--org",
            $"http://{silent.LocalEndpoint}",
            "--username",
            "ada",
            "--password",
            "env:PASSWORD",
            "--client-id",
            "0oa1",
            "--redirect-uri",
            "http://localhost/");
        using var connection = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask()
            .InTimeAsync("a connection of the command");

        postern.Signal(signal);

        var said = await postern.EndAsync();
        said.ShouldFail(130, "Interrupted.");
    }

    [Fact]
    public async Task Output_in_a_pipe_has_no_escape_codes()
    {
        using var shell = Command.Shell("postern token -q | postern decode; postern token --nonsense");

        var said = await shell.EndAsync();

        (said.Out + said.Error).ShouldNotContain('\e');
        said.ExitCode.ShouldBe(2);
    }
}
