using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>The org of several processes on one PostgreSQL, started by the command.</summary>
[Trait("Runs", "Last")]
public class DatabaseTests
{
    [Fact]
    public async Task Two_processes_started_at_once_on_an_empty_database_are_one_org()
    {
        await using var schema = await OwnSchema.CreateAsync();
        using var here = Start(schema.Url);
        using var there = Start(schema.Url);
        using var first = await ClientAsync(here);
        using var second = await ClientAsync(there);

        // Each step of the technique at another process than the one before.
        var session = await first.PostAsJsonAsync(
            "/api/v1/authn", new Dictionary<string, string> { ["username"] = "ada@example.com", ["password"] = TheOrg.Password }, Ct);
        var sessionToken = JsonDocument.Parse(await session.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("sessionToken")
            .GetString();
        var authorized = await second.GetAsync(
            "/oauth2/default/v1/authorize?client_id=0oa1posternWeb000005&response_type=code&scope=openid&redirect_uri=" +
            $"http%3A%2F%2Flocalhost%3A8080%2Fcallback&state=s&nonce=n&sessionToken={sessionToken}",
            Ct);
        var code = authorized.Headers.Location!.Query.Split("code=")[1].Split('&')[0];
        var tokens = await Task.WhenAll(RedeemAsync(first, code), RedeemAsync(second, code));

        tokens.Count(answer => answer.Contains("\"id_token\"", StringComparison.Ordinal)).ShouldBe(1, string.Join('\n', tokens));
        tokens.Count(answer => answer.Contains("\"invalid_grant\"", StringComparison.Ordinal)).ShouldBe(1);
        (await first.GetStringAsync("/oauth2/default/v1/keys", Ct)).ShouldBe(await second.GetStringAsync("/oauth2/default/v1/keys", Ct));
        (await first.GetStringAsync("/oauth2/default/.well-known/openid-configuration", Ct))
            .ShouldContain("\"issuer\":\"https://okta.example.test/oauth2/default\"");
        here.Signal("TERM");
        (await here.EndAsync()).ShouldSucceed();
        there.Signal("TERM");
        (await there.EndAsync()).ShouldSucceed();
    }

    [Fact]
    public async Task A_database_that_is_made_later_is_waited_for()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var database = schema.Name + "later";
        using var org = Start($"Host={schema.Server.Host};Username={schema.Server.Username};Database={database}", "--database-wait", "600");

        (await org.ComplaintAsync()).ShouldMatch(
            $"^Waiting for the database {database} at .*, [0-9]+ s more: database \"{database}\" does not exist$");
        await schema.ExecuteAsync($"create database {database}");
        using (await ClientAsync(org))
        {
            org.Signal("TERM");
            (await org.EndAsync()).ShouldSucceed();
        }

        await schema.ExecuteAsync($"drop database {database} with (force)");
    }

    [Theory]
    [InlineData("postgres://ada@127.0.0.1:1/org", 7, "The database org at 127.0.0.1:1 was not there within ", "Check that it runs")]
    [InlineData(
        "postgres://ada@no-such-host.invalid/org", 7, "The database org at no-such-host.invalid:5432 was not there", "Check that it runs")]
    public async Task A_database_that_does_not_come_is_named_with_what_was_heard(string url, int exitCode, string message, string hint)
    {
        var said = await Run.Postern("org", "start", "--port", "0", "--database", url, "--database-wait", "0");

        said.ShouldFail(exitCode, message);
        said.Error.ShouldContain(hint);
    }

    [Fact]
    public async Task A_database_that_will_not_do_is_told_by_what_is_wrong_with_it()
    {
        await using var schema = await OwnSchema.CreateAsync();
        await schema.ExecuteAsync($"create table {schema.Name}.users (name text)");

        var foreign = await Run.Postern("org", "start", "--port", "0", "--database", schema.Url);
        var nobody = await Run.Postern("org", "start", "--port", "0", "--database", schema.Url.Replace("postern@", "nobody-there@"));
        var nowhere = await Run.Postern("org", "start", "--port", "0", "--database", schema.Url + "x");

        foreign.ShouldFail(2, "The database holds tables of another application");
        nobody.ShouldFail(2, "role \"nobody-there\" does not exist");
        nowhere.ShouldFail(2, "no schema has been selected to create in");
        nowhere.Error.ShouldContain("hint: There is no schema of the search path");
    }

    [Fact]
    public async Task A_process_whose_database_a_newer_version_takes_ends_with_a_sentence()
    {
        await using var schema = await OwnSchema.CreateAsync();
        using var output = new Heard();
        using var error = new Heard();
        var running = PosternCommand.RunAsync(
            ["org", "start", "--port", "0", "--database", schema.Url], new Run().Terminal(output, error), Ct);
        var url = (await output.LineWithAsync("A local org listens on ")).Split(' ')[5].TrimEnd('.');
        await schema.ExecuteAsync($"update {schema.Name}.shared_state set value = value + 1 where name in ('schema', 'oldest_schema')");

        using var http = new HttpClient();
        using var refused = await http.GetAsync($"{url}/oauth2/default/v1/keys", Ct);

        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
        (await running.InTimeAsync("the end of the org", error.ToString)).ShouldBe(2);
        error.ToString().ShouldContain("error: A newer Postern has brought the database to schema version ");
        error.ToString().ShouldContain("hint: Install the version that the other processes of the org have");
    }

    [Fact]
    public async Task An_org_is_called_by_another_name_only_on_purpose()
    {
        await using var schema = await OwnSchema.CreateAsync();
        string[] start = ["org", "start", "--port", "0", "--database", schema.Url, "--public-url"];
        await StartedAsync([.. start, "https://one.example.test"]);

        var refused = await Run.Postern([.. start, "https://two.example.test"]);
        await StartedAsync([.. start, "https://two.example.test", "--move-org"]);

        refused.ShouldFail(2, "The org in the database has the public URL https://one.example.test, and this process is to call it");
        refused.Error.ShouldContain("stop its other processes and start this one with --move-org.");
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static Command Start(string database, params string[] more) => Command.Start(
        ["org", "start", "--port", "0", "--output", "json", "--database", database, "--public-url", "https://okta.example.test", .. more]);

    /// <summary>Started, and stopped again.</summary>
    static async Task StartedAsync(string[] args)
    {
        using var output = new Heard();
        using var error = new Heard();
        using var stop = new CancellationTokenSource();
        var running = PosternCommand.RunAsync(args, new Run().Terminal(output, error), stop.Token);
        await output.LineWithAsync("A local org listens on ");
        await stop.CancelAsync();
        (await running.InTimeAsync("the end of the org", error.ToString)).ShouldBe(0);
    }

    static async Task<HttpClient> ClientAsync(Command org)
    {
        var ready = JsonDocument.Parse((await org.LineAsync())!).RootElement;
        var control = new Uri(ready.GetProperty("controlUrl").GetString()!);
        return new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(control.GetLeftPart(UriPartial.Authority)) };
    }

    static async Task<string> RedeemAsync(HttpClient http, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/default/v1/token")
        {
            Content = new StringContent(
                $"grant_type=authorization_code&code={code}&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback",
                Encoding.ASCII, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = new(
            "Basic", Convert.ToBase64String("0oa1posternWeb000005:demo-web-secret-that-is-no-secret-0123456789"u8));
        using var answer = await http.SendAsync(request, Ct);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
