using Postern.Cli.Tests.Settings;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Keeping;

/// <summary>An API is called with the right token, and the trace tells it to nobody.</summary>
public sealed class HttpTests(KeptOrg org) : IClassFixture<KeptOrg>, IDisposable
{
    readonly Person _person = new();

    Run Run => _person.Run with { Time = org.Time, Environment = new() { ["PASSWORD"] = TheOrg.Password } };

    string Orders => $"{org.Org.Url}/orders";

    string UserInfo => $"{org.Org.IssuerOf("default")}/v1/userinfo";

    [Fact]
    public async Task The_answer_is_printed_and_the_trace_has_fingerprints()
    {
        _person.Profiles(org.Profile());
        var token = (await Run.PosternAsync("token", "--output", "raw")).ShouldSucceed().Out.Trim();

        var said = (await Run.PosternAsync("http", "GET", UserInfo, "-v")).ShouldSucceed();

        said.Text("preferred_username").ShouldBe("ada@example.com");
        said.Error.ShouldContain($"> GET {UserInfo}");
        said.Error.ShouldContain("Authorization: Bearer sha256:");
        said.Error.ShouldNotContain(token);
    }

    [Fact]
    public async Task What_is_sent_is_what_was_given()
    {
        _person.Profiles(org.Profile());

        (await Run.PosternAsync("http", "post", Orders, "--data", "{\"item\":1}", "--header", "X-One: two")).ShouldSucceed().Out
            .ShouldBe("POST Bearer application/json two {\"item\":1}\n");
        (await (Run with { Input = "lamp" }).PosternAsync("http", "PUT", Orders, "-d", "-", "-H", "Content-Type: text/csv"))
            .ShouldSucceed().Out
            .ShouldBe("PUT Bearer text/csv  lamp\n");
    }

    [Fact]
    public async Task A_bound_token_goes_with_a_proof_and_the_nonce_that_the_API_wants()
    {
        _person.Profiles(org.Profile());

        var said = (await Run.PosternAsync("http", "GET", Orders, "--dpop", "-v")).ShouldSucceed();

        said.Out.ShouldBe("GET DPoP   \n");
        said.Error.ShouldContain("DPoP: sha256:");
        said.Error.ShouldContain("use_dpop_nonce");
    }

    [Fact]
    public async Task A_kept_token_that_has_been_revoked_is_replaced_and_the_request_sent_again()
    {
        _person.Profiles(org.Profile());
        var token = (await Run.PosternAsync("token", "--output", "raw")).ShouldSucceed().Out.Trim();
        using var http = new HttpClient();
        await http.PostAsync(
            new Uri($"{org.Org.IssuerOf("default")}/v1/revoke"),
            new FormUrlEncodedContent([new("token", token), new("client_id", org.App.ClientId)]), TestContext.Current.CancellationToken);
        org.Time.Advance(TimeSpan.FromSeconds(1));

        var said = (await Run.PosternAsync("http", "GET", UserInfo)).ShouldSucceed();

        said.Text("preferred_username").ShouldBe("ada@example.com");
        said.Error.ShouldBe("The kept tokens of ada@example.com are forgotten with it.\n");
    }

    [Fact]
    public async Task Where_a_profile_names_no_user_the_app_asks()
    {
        var service = org.Org.Seed.Apps.First(app => app.Kind is AppKind.Service);
        _person.Profiles($"""
            default: app
            profiles:
              app: {"{"}org: "{org.Org.Url}", client-id: {service.ClientId}, client-secret: env:SECRET, scopes: api:read{"}"}
            """);

        (await Run.With("SECRET", service.ClientSecret!).PosternAsync("http", "GET", Orders)).ShouldSucceed().Out
            .ShouldStartWith("GET Bearer");
        (await Run.PosternAsync("http", "GET", Orders)).ShouldSucceed();
        (await Run.With("SECRET", service.ClientSecret!).PosternAsync("http", "GET", Orders, "--dpop")).ShouldSucceed().Out
            .ShouldStartWith("GET DPoP");
    }

    [Theory]
    [InlineData("401", 3)]
    [InlineData("403", 5)]
    [InlineData("404", 2)]
    [InlineData("429", 6)]
    [InlineData("503", 8)]
    public async Task What_the_API_refuses_is_printed_and_the_exit_code_says_so(string status, int exitCode)
    {
        _person.Profiles(org.Profile());

        var said = await Run.PosternAsync("http", "GET", $"{Orders}?status={status}");

        said.ExitCode.ShouldBe(exitCode);
        said.Out.ShouldStartWith("GET Bearer");
        said.Error.ShouldStartWith($"The API answers {status} ");
    }

    [Fact]
    public async Task What_is_no_text_goes_into_a_file()
    {
        _person.Profiles(org.Profile());
        var file = Path.Combine(_person.Home, "got");

        (await Run.PosternAsync("http", "GET", $"{Orders}?type=image/png")).ShouldSucceed().Error
            .ShouldBe("The answer is 13 bytes of image/png: --to FILE keeps them.\n");
        (await Run.PosternAsync("http", "GET", $"{Orders}?type=image/png", "--to", file)).ShouldSucceed().Out.ShouldBeEmpty();

        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe("GET Bearer   ");
    }

    [Theory]
    [InlineData("There is no method.", "http")]
    [InlineData("There is no address.", "http", "GET")]
    [InlineData("api.example.com is no web address.", "http", "GET", "api.example.com")]
    [InlineData("There is no method.", "http", "https://api.example.com")]
    [InlineData("--header wants 'NAME: VALUE'.", "http", "GET", "https://api.example.com", "--header", "X")]
    [InlineData("--header Authorization cannot be given.", "http", "GET", "https://api.example.com", "--header", "Authorization: Bearer x")]
    [InlineData("--data @no-such-file cannot be read", "http", "POST", "https://api.example.com", "--data", "@no-such-file")]
    public async Task A_slip_is_named_and_nothing_is_sent(string because, params string[] args) =>
        (await Run.PosternAsync(args)).ShouldFail(2, because);

    public void Dispose() => _person.Dispose();
}
