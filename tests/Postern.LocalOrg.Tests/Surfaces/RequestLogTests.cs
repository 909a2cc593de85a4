using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Surfaces;

/// <summary>What an org's log tells of each request: who asked for what, and what came of it.</summary>
public sealed class RequestLogTests : IAsyncLifetime
{
    static readonly string Ada = OrgSeed.Default.Users.Single(user => user.Login == "ada@example.com").Id;

    readonly HeardRequests _heard = new();
    LocalOrg _org = null!;
    Browserless _http = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await LocalOrg.StartAsync(new() { Logs = _heard }, The.Ct);
        _http = new(_org);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
    }

    [Fact]
    public async Task The_technique_is_three_lines_with_the_apps_and_the_users_id()
    {
        var tokens = await _http.TokensAsync();
        var last = await _heard.OfAsync(tokens);

        _heard.Events.Select(told => (told["Method"], told["Endpoint"], told["Status"], told["Outcome"])).ShouldBe(
        [
            ("POST", "/api/v1/authn", 200, "done"),
            ("GET", "/oauth2/{authorizationServerId}/v1/authorize", 302, "done"),
            ("POST", "/oauth2/{authorizationServerId}/v1/token", 200, "done"),
        ]);
        _heard.Events.ShouldAllBe(told => (string?)told["UserId"] == Ada && (double)told["DurationMs"]! >= 0);
        _heard.Events.Skip(1).ShouldAllBe(told => (string?)told["ClientId"] == The.Spa);
        last["Endpoint"].ShouldBe("/oauth2/{authorizationServerId}/v1/token");
        (await _heard.LineOfAsync(tokens)).ShouldMatch(
            $@"^POST /oauth2/\{{authorizationServerId\}}/v1/token 200 done in [\d.]+ ms client={The.Spa} user={Ada} " +
            "request=[0-9a-f]{32}$");
    }

    [Theory]
    [InlineData("ada@example.com", "wrong_credentials", "00u")]
    [InlineData("nobody@example.com", "wrong_credentials", null)]
    public async Task A_wrong_password_tells_whose_it_was_not(string login, string reason, string? user)
    {
        var told = await _heard.OfAsync(await _http.AuthenticateAsync(login, "not-the-password"));

        told["Outcome"].ShouldBe("refused");
        told["Error"].ShouldBe("E0000004");
        told["Reason"].ShouldBe(reason);
        told.GetValueOrDefault("UserId").ShouldBe(user is null ? null : Ada);
    }

    [Fact]
    public async Task A_wrong_password_on_the_page_does_too()
    {
        var page = await _http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.With("-prompt")}");

        var told = await _heard.OfAsync(
            await _http.PostFormAsync("/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password=not-it"));

        told["Outcome"].ShouldBe("refused");
        told["Reason"].ShouldBe("wrong_credentials");
        told["UserId"].ShouldBe(Ada);
    }

    [Fact]
    public async Task An_error_that_travels_in_a_redirect_is_a_refusal()
    {
        var told = await _heard.OfAsync(await _http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.Good}"));

        told["Status"].ShouldBe(302);
        told["Outcome"].ShouldBe("refused");
        told["Error"].ShouldBe("login_required");
        told["ClientId"].ShouldBe(The.Web);
        told["Reason"].ShouldBe("The client specified not to prompt, but the user is not logged in.");
    }

    [Fact]
    public async Task An_app_with_a_wrong_secret_is_the_one_that_it_says_it_is()
    {
        var answer = await _http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=client_credentials&client_id={The.Service}&client_secret=not-it&scope=orders");
        var told = await _heard.OfAsync(answer);

        told["ClientId"].ShouldBe(The.Service);
        told["Error"].ShouldBe("invalid_client");
        var line = await _heard.LineOfAsync(answer);
        line.ShouldContain(" 401 refused in ");
        line.ShouldContain(
            " error=invalid_client reason=\"The client secret supplied for a confidential client is invalid.\" client=");
    }

    [Theory]
    [InlineData("/oauth2/v1/clients/0oa1posternWebApp001/secrets", "not_built", 501)]
    [InlineData("/oauth2/default/nothing/here", "refused", 404)]
    [InlineData("/api/v1/authn", "refused", 405)]
    [InlineData("/_postern/nothing", "refused", 404)]
    public async Task What_is_not_there_is_told_by_the_table_that_would_have_it(string path, string outcome, int status)
    {
        var told = await _heard.OfAsync(await _http.GetAsync(path));

        told["Outcome"].ShouldBe(outcome);
        told["Status"].ShouldBe(status);
        told["Error"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_who_wants_to_hear_costs_nothing()
    {
        _heard.IsOn = false;
        SeenRequest? seen = null;
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                Logs = _heard,
                Middleware = next => async context =>
                {
                    await next(context);
                    seen = context.Features.Get<SeenRequest>();
                },
            },
            The.Ct);
        using var http = new Browserless(org);

        await http.SessionTokenAsync();

        seen.ShouldBeNull();
        _heard.Events.ShouldBeEmpty();
    }
}
