using System.Net.Http.Headers;
using System.Text;
using Postern.Cli.Tests.Commands;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Minting;

/// <summary>
/// <c>postern mint</c> against an org that keeps Okta's limits, by one clock for both: nobody waits, and no load makes it fail.
/// </summary>
public sealed class MintTests : IAsyncLifetime
{
    const int PerMinute = 600;
    const string Password = "Load-7-orders";

    readonly AwaitedTime _time = new(new(2026, 2, 3, 10, 15, 0, TimeSpan.Zero));
    readonly DataFolder _folder = new();
    readonly HttpClient _http = new();
    LocalOrg.LocalOrg? _org;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    string Tokens => _folder.File("tokens.csv");

    public async ValueTask InitializeAsync()
    {
        var seed = OrgSeed.Default;
        var users = Enumerable.Range(1, 60).Select(
            n => new SeedUser { Login = $"load{n}@example.com", Password = Password, GroupIds = seed.Users[0].GroupIds });
        _org = await LocalOrg.LocalOrg.StartAsync(
            new()
            {
                Seed = seed with { Users = [.. seed.Users, .. users] },
                RateLimits = RateLimits.Okta,
                RecordsRequests = true,
                Time = _time.OfTheOrg,
            },
            Ct);
        await File.WriteAllLinesAsync(
            _folder.File("users.csv"), Enumerable.Range(1, 60).Select(n => $"load{n}@example.com,{Password}"), Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _folder.Dispose();
        await _org!.DisposeAsync();
    }

    [Fact]
    public async Task It_takes_all_that_a_minute_allows_and_waits_for_the_next_without_one_refusal()
    {
        await LeaveAsync(30);

        var minting = MintAsync("--count", "60", "--output", "json");
        var wait = await _time.WaitedForAsync(Ct).InTimeAsync("the end of the first minute's budget");
        var firstMinute = await CountAsync("/oauth2/default/v1/token", 200);
        _time.Advance(wait);
        var said = (await minting).ShouldSucceed();

        firstMinute.ShouldBe(30);
        wait.ShouldBe(TimeSpan.FromMinutes(1));
        said.Json.GetProperty("made").GetInt32().ShouldBe(60);
        said.Json.GetProperty("answers429").GetInt32().ShouldBe(0);
        said.Json.GetProperty("waitedSeconds").GetDouble().ShouldBe(60);
        (await _org!.Requests.CountAsync(new() { Status = 429 }, Ct)).ShouldBeEmpty();
        said.Error.ShouldBe("31 of 60, 0.5 a second, 57 seconds left\n".ReplaceLineEndings(), "a line a minute in a pipe");
        (await File.ReadAllLinesAsync(Tokens, Ct)).Length.ShouldBe(61);
    }

    [Fact]
    public async Task A_run_that_was_killed_goes_on_where_it_was_with_nothing_twice_and_nothing_lost()
    {
        await LeaveAsync(20);
        using (var killed = new CancellationTokenSource())
        {
            var first = MintAsync(killed.Token, "--count", "30");
            await _time.WaitedForAsync(Ct).InTimeAsync("the end of the first minute's budget");
            await killed.CancelAsync();
            (await first).ShouldFail(130, "20 of 30 tokens are there: the same command goes on from them.");
        }

        // As a process leaves it that is killed while it writes, and one that is killed while it writes all of them.
        await File.AppendAllTextAsync($"{Tokens}.part", "{\"n\":29,\"username\":\"load30@exam", Ct);
        await File.WriteAllTextAsync($"{Tokens}.new", "username,access_token\nload1@exam", Ct);
        File.Exists(Tokens).ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = (await MintAsync("--count", "30", "--output", "json")).ShouldSucceed();

        second.Json.GetProperty("before").GetInt32().ShouldBe(20);
        second.Json.GetProperty("made").GetInt32().ShouldBe(30);
        (await CountAsync("/oauth2/default/v1/token", 200)).ShouldBe(30);
        var lines = await File.ReadAllLinesAsync(Tokens, Ct);
        lines.Skip(1).Select(line => line.Split(',')[0]).ShouldBe(Enumerable.Range(1, 30).Select(n => $"load{n}@example.com"));
        Directory.GetFiles(_folder.Path, "tokens.csv*").ShouldBe([Tokens]);
    }

    [Fact]
    public async Task One_user_signs_in_four_times_a_second()
    {
        await File.WriteAllTextAsync(_folder.File("users.csv"), $"load1@example.com,{Password}\n", Ct);

        var minting = MintAsync("--count", "12", "--output", "json");
        for (var second = 0; second < 2; second++)
        {
            (await _time.WaitedForAsync(Ct).InTimeAsync("the next second")).ShouldBe(TimeSpan.FromSeconds(1));
            (await CountAsync("/oauth2/default/v1/token", 200)).ShouldBe(4 * (second + 1));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        (await minting).ShouldSucceed().Json.GetProperty("answers429").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_second_factor_is_answered_from_the_file()
    {
        await File.WriteAllTextAsync(
            _folder.File("users.csv"), "login,password,totp_secret\nmax@example.com,Correct-Horse-9,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP\n",
            Ct);

        (await MintAsync("--as", "tokens")).ShouldSucceed().Error.ShouldBeEmpty();

        (await File.ReadAllTextAsync(Tokens, Ct)).ShouldStartWith("eyJ");
    }

    // What the limits do not say is asked for cheaply: a request that cannot be read counts too.
    async Task LeaveAsync(int left)
    {
        for (var i = 0; i < PerMinute - left; i++)
        {
            using var body = new StringContent("{}", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var answer = await _http.PostAsync($"{_org!.Url}/api/v1/authn", body, Ct);
        }
    }

    async Task<int> CountAsync(string path, int status) =>
        (await _org!.Requests.AllAsync(new() { Status = status }, Ct)).Count(request => request.Path == path);

    Task<Said> MintAsync(params string[] args) => MintAsync(Ct, args);

    async Task<Said> MintAsync(CancellationToken ct, params string[] args)
    {
        using var output = new Heard();
        using var error = new Heard();
        var run = new Run { Time = _time, DataFolder = _folder.Path };
        var app = _org!.Seed.Apps.First(app => app.Kind is AppKind.Spa);
        string[] given =
        [
            "mint", "--users", _folder.File("users.csv"), "--to", Tokens, "--org", _org.Url, "--client-id", app.ClientId, "--redirect-uri",
            app.RedirectUris[0], .. args,
        ];
        _folder.Close("users.csv");
        var exitCode = await PosternCommand.RunAsync(given, run.Terminal(output, error), ct).InTimeAsync("the end of 'postern mint'");
        return new(exitCode, output.ToString(), error.ToString());
    }
}
