using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>The local org as a server of its own, as a script meets it.</summary>
[Trait("Runs", "Last")]
public class OrgStartTests
{
    [Fact]
    public async Task It_tells_in_one_JSON_line_what_a_script_needs_and_stops_cleanly()
    {
        using var org = Command.Start("org", "start", "--port", "0", "--output", "json");
        var ready = JsonDocument.Parse((await org.LineAsync())!).RootElement;

        using var http = new HttpClient();
        var issuers = ready.GetProperty("issuers").EnumerateArray().Select(issuer => issuer.GetString()).ToArray();
        (await http.GetStringAsync($"{issuers[1]}/.well-known/openid-configuration", TestContext.Current.CancellationToken))
            .ShouldContain($"\"{issuers[1]}\"");
        org.Signal("INT");
        var said = await org.EndAsync();

        issuers[0].ShouldBe(ready.GetProperty("url").GetString());
        said.ShouldSucceed().Out.ShouldBeEmpty();
        ShouldNameAppsAndUsers(ready);
    }

    static void ShouldNameAppsAndUsers(JsonElement ready)
    {
        var apps = ready.GetProperty("apps").EnumerateArray().ToDictionary(app => app.GetProperty("kind").GetString()!);
        apps.Keys.Order().ShouldBe(["native", "service", "spa", "web"]);
        apps["spa"].TryGetProperty("clientSecret", out _).ShouldBeFalse();
        apps["web"].GetProperty("clientSecret").GetString().ShouldNotBeEmpty();
        apps["web"].GetProperty("redirectUri").GetString().ShouldBe("http://localhost:8080/callback");
        apps["web"].GetProperty("redirectUris")[0].GetString().ShouldBe("http://localhost:8080/callback");

        var users = ready.GetProperty("users").EnumerateArray().ToDictionary(user => user.GetProperty("state").GetString()!.Split(' ')[0]);
        users.Keys.Order().ShouldBe(["active", "expired", "locked", "mfa", "unassigned"]);
        users["active"].GetProperty("login").GetString().ShouldBe("ada@example.com");
        users["active"].GetProperty("password").GetString().ShouldBe(TheOrg.Password);
        users["mfa"].GetProperty("totpSecret").GetString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_commands_it_prints_work_as_they_stand()
    {
        using var org = Command.Start("org", "start", "--port", "0");
        var (ours, curl) = await RecipesAsync(org);

        using var postern = Command.Shell(ours);
        (await postern.EndAsync()).ShouldSucceed().Text("access_token").ShouldNotBeEmpty();
        using var calls = Command.Shell(curl);
        (await calls.EndAsync()).ShouldSucceed().Text("id_token").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_public_URL_is_the_name_in_everything_it_says()
    {
        using var org = Command.Start("org", "start", "--port", "0", "--public-url", "https://okta.example.test/", "--output", "json");

        var ready = await org.LineAsync();

        ready.ShouldStartWith(
            """{"url":"https://okta.example.test","issuers":["https://okta.example.test","https://okta.example.test/oauth2/default","https://okta.example.test/oauth2/aus1posternOrders005"],""");
    }

    [Fact]
    public async Task A_data_file_outlives_it()
    {
        var file = Path.Combine(Path.GetTempPath(), $"postern-{Environment.ProcessId}.db");
        try
        {
            var before = await KeysOfAsync(file);
            var after = await KeysOfAsync(file);

            after.ShouldBe(before);
        }
        finally
        {
            foreach (var leftover in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
                File.Delete(leftover);
        }
    }

    [Theory]
    [InlineData("no/such/folder/org.db", "is in a folder that does not exist: make the folder")]
    [InlineData("postern.dll", "is not a SQLite database: choose another file.")]
    [InlineData(".", "is a directory: name a file in it")]
    public async Task A_data_file_that_cannot_be_one_is_named_with_what_is_wrong_and_left_alone(string file, string because)
    {
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, file));
        var before = File.Exists(path) ? await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken) : [];

        var said = await Run.Postern("org", "start", "--port", "0", "--data", path);

        said.ShouldFail(2, $"--data: The data file {path}");
        said.Error.ShouldContain(because);
        (File.Exists(path) ? await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken) : []).ShouldBe(before);
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        (await Run.Postern("org", "start", "--port", port)).ShouldFail(2, $"Port {port} is in use.");
    }

    [Fact]
    public async Task Beyond_this_machine_it_warns_and_makes_a_control_key_that_it_tells_once()
    {
        using var org = Command.Start("org", "start", "--port", "0", "--listen", "0.0.0.0", "--output", "json");
        var ready = JsonDocument.Parse((await org.LineAsync())!).RootElement;
        var url = ready.GetProperty("url").GetString()!;
        using var http = new HttpClient();

        var without = await http.GetAsync($"{url}/_postern/outbox", TestContext.Current.CancellationToken);
        http.DefaultRequestHeaders.Add("X-Postern-Control-Key", ready.GetProperty("controlKey").GetString());
        var with = await http.GetAsync($"{url}/_postern/outbox", TestContext.Current.CancellationToken);
        org.Signal("TERM");
        var said = await org.EndAsync();

        url.ShouldMatch("^http://localhost:[0-9]+$");
        ((int)without.StatusCode, (int)with.StatusCode).ShouldBe((403, 200));
        said.Error.ShouldStartWith("warning: the org listens at 0.0.0.0, beyond this machine: whoever reaches that address may sign in");
    }

    static async Task<string> KeysOfAsync(string file)
    {
        using var org = Command.Start("org", "start", "--port", "0", "--data", file, "--output", "json");
        var url = JsonDocument.Parse((await org.LineAsync())!).RootElement.GetProperty("url").GetString();
        using var http = new HttpClient();
        var keys = await http.GetStringAsync($"{url}/oauth2/default/v1/keys", TestContext.Current.CancellationToken);
        org.Signal("TERM");
        (await org.EndAsync()).ShouldSucceed();
        return keys;
    }

    static async Task<(string Ours, string Curl)> RecipesAsync(Command org)
    {
        var lines = new List<string>();
        while (await org.LineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains("grant_type=authorization_code", StringComparison.Ordinal))
                break;
        }

        var ours = lines.IndexOf("Tokens in one go:");
        var curl = lines.IndexOf("The same in three calls:");
        return (string.Join('\n', lines[(ours + 1)..curl]), string.Join('\n', lines[(curl + 1)..]));
    }
}
