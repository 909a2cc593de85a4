namespace Postern.LocalOrg.Tests.Control;

/// <summary>What the org's own address says, and to whom.</summary>
public sealed class FrontPageTests(SharedOrg shared)
{
    static readonly (string, string) Browser = ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

    [Fact]
    public async Task A_program_of_this_machine_reads_who_it_is_and_what_is_in_it()
    {
        var answer = await shared.Http.GetAsync("/");

        answer.Status.ShouldBe(200);
        answer.Headers["Content-Type"].ShouldStartWith("application/json");
        answer.Members.ShouldBe(["name", "url", "issuers", "apps", "users", "controlUrl", "commands"]);
        answer.Text("url").ShouldBe(shared.Url);
        answer.Json.GetProperty("issuers").EnumerateArray().Select(issuer => issuer.GetString()).Order()
            .ShouldBe([shared.Url, $"{shared.Url}/oauth2/aus1posternOrders005", $"{shared.Url}/oauth2/default"]);
        answer.Body.ShouldContain($$"""{"login":"ada@example.com","state":"Active","password":"{{The.Password}}"}""");
        answer.Body.ShouldContain(The.WebSecret);
        answer.Body.ShouldContain("postern token --issuer " + shared.Url);
    }

    [Fact]
    public async Task A_person_of_this_machine_sees_a_page_with_the_same()
    {
        var answer = await shared.Http.GetAsync("/", Browser, ("Sec-Fetch-Site", "none"));

        answer.Status.ShouldBe(200);
        answer.Headers["Content-Type"].ShouldStartWith("text/html");
        answer.Headers["Content-Security-Policy"].ShouldContain("default-src 'none'");
        answer.Body.ShouldContain("<h2>Issuers</h2>");
        answer.Body.ShouldContain("<td>ada&#x40;example.com</td>");
        answer.Body.ShouldContain("<pre>postern&#x20;token&#x20;");
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Host", "evil.example")]
    public async Task A_stranger_learns_its_name_and_its_issuers(string header, string value)
    {
        var json = await shared.Http.GetAsync("/", (header, value));
        var html = await shared.Http.GetAsync("/", Browser, (header, value));

        json.Members.ShouldBe(["name", "url", "issuers"]);
        html.Status.ShouldBe(200);
        html.Body.ShouldNotContain("ada@");
        html.Body.ShouldNotContain(The.Spa);
    }

    [Fact]
    public async Task Secrets_that_are_not_the_demos_are_shown_to_nobody()
    {
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                Seed = OrgSeed.Default with
                {
                    Users = [.. OrgSeed.Default.Users.Select(user => user with { Password = "Own-Password-7" })],
                    Apps =
                    [
                        .. OrgSeed.Default.Apps.Select(app =>
                            app.ClientSecret is null ? app : app with { ClientSecret = "own-secret-0123456789-0123456789" }),
                    ],
                },
            },
            The.Ct);
        using var http = new Browserless(org);

        var answer = await http.GetAsync("/");

        answer.Body.ShouldNotContain("Own-Password-7");
        answer.Body.ShouldNotContain("own-secret");
        answer.Body.ShouldContain("--password env:PASSWORD");
    }

    [Fact]
    public async Task Another_method_has_nothing_there() =>
        (await shared.Http.PostFormAsync("/", "a=b")).ShouldBeErrorPage(404, "not_found", "There is nothing at this address.");
}
