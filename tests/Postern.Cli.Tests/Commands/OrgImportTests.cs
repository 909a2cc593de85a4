using System.Net;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

/// <summary><c>org import</c>: a tenant as a seed file, over HTTP.</summary>
public sealed class OrgImportTests
{
    const string Token = "00import-token-of-the-tests";

    [Fact]
    public async Task A_tenant_is_printed_as_a_seed_and_what_it_lacks_is_told_on_stderr()
    {
        await using var org = await LocalOrg.LocalOrg.StartAsync(
            new() { Seed = OrgSeed.Default with { ApiTokens = [Token] } }, TestContext.Current.CancellationToken);

        var said = await new Run { Environment = { ["TOKEN"] = Token } }
            .PosternAsync("org", "import", "--org", org.Url, "--api-token", "env:TOKEN", "--users", "2");

        said.ShouldSucceed().Error.ShouldContain("Users: the tenant has more than the 2 that were read.");
        said.Out.ShouldStartWith($"# {org.Url}, as its Management API told it:");
        said.Out.ShouldNotContain(Token);
        OrgSeed.FromText(said.Out).Apps.Select(app => app.Name).ShouldBe(["Demo Native", "Demo SPA", "Demo Service", "Demo Web"]);
        string[] again = ["org", "import", "--org", org.Url, "--api-token", "env:TOKEN", "--users", "2", "--output", "json"];
        var json = (await new Run { Environment = { ["TOKEN"] = Token } }.PosternAsync(again)).ShouldSucceed();
        json.Json.GetProperty("users").GetArrayLength().ShouldBe(2);
        OrgSeed.FromText(json.Out).Apps.Select(app => app.Name).ShouldBe(["Demo Native", "Demo SPA", "Demo Service", "Demo Web"]);
    }

    [Theory]
    [InlineData("No token.", "--org", "https://dev-1.okta.com")]
    [InlineData("No org.", "--api-token", "env:TOKEN")]
    [InlineData("--users wants all, none or a number.", "--org", "https://dev-1.okta.com", "--users", "some")]
    [InlineData("are both given", "--org", "https://dev-1.okta.com", "--api-token", "env:TOKEN", "--access-token", "env:TOKEN")]
    public async Task What_is_missing_or_too_much_is_named(string because, params string[] flags) =>
        (await new Run { Environment = { ["TOKEN"] = Token } }.PosternAsync(["org", "import", .. flags])).ShouldFail(2, because);

    [Fact]
    public async Task A_token_that_is_none_ends_it()
    {
        await using var org = await LocalOrg.LocalOrg.StartAsync(ct: TestContext.Current.CancellationToken);

        var said = await new Run { Environment = { ["TOKEN"] = Token } }
            .PosternAsync("org", "import", "--org", org.Url, "--api-token", "env:TOKEN");

        said.ShouldFail(3, $"{org.Url} takes the token for none.");
    }

    [Theory]
    [InlineData("404 Not Found", "text/html", "<h1>Nothing here</h1>", "404 with text/html")]
    [InlineData("200 OK", "text/html; charset=utf8", "<h1>Welcome</h1>", "200 with text/html")]
    [InlineData("200 OK", "application/json", """{"welcome":true}""", "200 with application/json")]
    [InlineData("401 Unauthorized", "text/plain", "Who are you?", "401 with text/plain")]
    [InlineData("302 Found", "text/html", "", "302 with text/html")]
    public async Task Whoever_is_no_org_is_asked_once_and_nothing_is_made_of_it(string status, string type, string body, string because)
    {
        using ScriptedOrg website = new();
        website.Answer("/api/v1/org", status, $"Content-Type: {type}\r\nLocation: /welcome\r\n", body);

        var said = await ReadAsync(website);

        said.ShouldFail(2, $"No Okta org is at {website.Url}: its answer is {because}.");
    }

    [Fact]
    public async Task A_token_that_may_read_nothing_makes_no_seed()
    {
        using ScriptedOrg strict = new(
            "403 Forbidden", """{"errorCode":"E0000006","errorSummary":"You do not have permission to perform the requested action"}""");

        (await ReadAsync(strict)).ShouldFail(5, $"{strict.Url} lets this token read nothing.");
    }

    [Fact]
    public async Task An_org_that_is_not_well_is_told()
    {
        using ScriptedOrg ill = new();
        ill.Answer("/api/v1/org", "503 Service Unavailable", "Content-Type: text/html\r\n", "<h1>Later</h1>");

        (await ReadAsync(ill)).ShouldFail(8, $"{ill.Url} answers 503.");
    }

    [Fact]
    public async Task A_tenant_that_is_not_there_is_told() =>
        (await new Run { Environment = { ["TOKEN"] = Token } }
            .PosternAsync("org", "import", "--org", "http://127.0.0.1:9", "--api-token", "env:TOKEN")).ShouldFail(7, "127.0.0.1:9");

    [Fact]
    public async Task Pages_are_followed_at_the_tenant_alone()
    {
        using Tenant tenant = new(
            path => path.EndsWith("after=2", StringComparison.Ordinal)
                ? Page("""[{"id":"3"}]""")
                : Page("""[{"id":"1"},{"id":"2"}]""", "<https://elsewhere.example/api/v1/groups?after=2>; rel=\"next\""));

        var answer = await tenant.ReadAsync();

        (answer.Body!.Value.GetRawText(), answer.HasMore).ShouldBe(("""[{"id":"1"},{"id":"2"},{"id":"3"}]""", false));
        tenant.Asked.ShouldBe(["https://dev-1.okta.com/api/v1/groups", "https://dev-1.okta.com/api/v1/groups?after=2"]);
    }

    [Fact]
    public async Task No_more_is_asked_for_than_is_wanted()
    {
        using Tenant tenant = new(_ => Page("""[{"id":"1"},{"id":"2"}]""", "<https://dev-1.okta.com/api/v1/groups?after=2>; rel=\"next\""));

        var answer = await tenant.ReadAsync(most: 1);

        (answer.Body!.Value.GetRawText(), answer.HasMore).ShouldBe(("""[{"id":"1"}]""", true));
        tenant.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rate_limit_is_waited_for_until_it_resets()
    {
        var isFull = true;
        using Tenant tenant = new(_ =>
        {
            if (!isFull)
                return Page("[]");
            isFull = false;
            return Limited(seconds: 20);
        });

        var reading = tenant.ReadAsync();
        var waited = await tenant.Time.WaitedForAsync(TestContext.Current.CancellationToken).InTimeAsync("a wait for the rate limit");
        tenant.Time.Advance(waited);

        (await reading.InTimeAsync("the second answer")).Status.ShouldBe(200);
        waited.ShouldBe(TimeSpan.FromSeconds(21));
        tenant.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_rate_limit_that_has_reset_and_refuses_still_is_not_asked_again_at_once()
    {
        var isFull = true;
        using Tenant tenant = new(_ =>
        {
            if (!isFull)
                return Page("[]");
            isFull = false;
            return Limited(seconds: -60);
        });

        var reading = tenant.ReadAsync();
        var waited = await tenant.Time.WaitedForAsync(TestContext.Current.CancellationToken).InTimeAsync("a wait for the rate limit");
        tenant.Time.Advance(waited);

        (await reading.InTimeAsync("the second answer")).Status.ShouldBe(200);
        waited.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_rate_limit_that_resets_too_late_ends_it()
    {
        using Tenant tenant = new(_ => Limited(seconds: 3600));

        var refused = await Should.ThrowAsync<TenantException>(() => tenant.ReadAsync());

        (refused.ExitCode, refused.Hint).ShouldBe((6, "Wait longer with --max-wait, or read fewer users with --users."));
    }

    static Task<Said> ReadAsync(ScriptedOrg org) => new Run { Environment = { ["TOKEN"] = Token } }
        .PosternAsync("org", "import", "--org", org.Url, "--api-token", "env:TOKEN");

    static HttpResponseMessage Page(string json, params string[] links)
    {
        HttpResponseMessage page = new(HttpStatusCode.OK) { Content = new StringContent(json) };
        foreach (var link in links)
            page.Headers.TryAddWithoutValidation("Link", link);
        return page;
    }

    static HttpResponseMessage Limited(int seconds)
    {
        HttpResponseMessage limited = new(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") };
        limited.Headers.Date = Tenant.Now;
        limited.Headers.TryAddWithoutValidation("X-Rate-Limit-Reset", $"{Tenant.Now.AddSeconds(seconds).ToUnixTimeSeconds()}");
        return limited;
    }

    /// <summary>A tenant that answers as a test says, at an instant that a test moves.</summary>
    sealed class Tenant(Func<string, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public static readonly DateTimeOffset Now = new(2026, 2, 3, 10, 20, 0, TimeSpan.Zero);

        public List<string> Asked { get; } = [];

        public AwaitedTime Time { get; } = new(Now);

        public Task<TenantAnswer> ReadAsync(int? most = null)
        {
            var io = new Run { Time = Time }.Terminal(TextWriter.Null, TextWriter.Null);
            TenantApi api = new(new(this, disposeHandler: false), "https://dev-1.okta.com", "SSWS 00x", TimeSpan.FromMinutes(1), io);
            return api.ReadAsync(
                new() { About = "Groups", Path = "/api/v1/groups", Most = most }, TestContext.Current.CancellationToken);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.ToString());
            return Task.FromResult(answer(request.RequestUri.PathAndQuery));
        }
    }
}
