namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>
/// A request that names no scope gets the server's default ones, as far as the access policy gives them: api-access-management.md 8.
/// </summary>
public sealed class DefaultScopeTests : IAsyncLifetime
{
    ClockedOrg _clocked = null!;

    Browserless Http => _clocked.Http;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync(server => server with
    {
        Scopes = [new() { Name = "read", IsDefault = true }, new() { Name = "write", IsDefault = true }, "admin"],
        Policies =
        [
            new()
            {
                Name = "p",
                Rules = [new() { Name = "admins", Scopes = ["admin"] }, new() { Name = "readers", Scopes = ["read", "admin"] }],
            },
        ],
    });

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    [Fact]
    public async Task The_authorization_endpoint_leaves_out_what_the_rule_does_not_give()
    {
        var answer = await Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.With("response_type=token&-scope"));

        answer.Redirected("scope").ShouldBe("read");
        Jwt.Texts(answer.Redirected("access_token")!, "scp").ShouldBe(["read"]);
    }

    [Fact]
    public async Task So_does_the_token_endpoint()
    {
        var answer = await Http.PostFormAsync("/oauth2/default/v1/token", "grant_type=client_credentials", The.BasicOfService);

        answer.Text("scope").ShouldBe("read");
    }

    [Fact]
    public async Task A_device_gets_no_more_either_and_its_user_is_asked_for_no_more()
    {
        var device = await Http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={The.Native}");
        var cookie = ("Cookie", (await Http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good)).Cookie!);

        var page = await Http.GetAsync($"/activate?user_code={device.Text("user_code")}", cookie);
        await Http.PostFormAsync("/activate", $"okta_key={page.SignInKey}&decision=allow", cookie);
        var tokens = await Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id={The.Native}" +
            $"&device_code={device.Text("device_code")}");

        page.Body.ShouldContain("read");
        page.Body.ShouldNotContain("write");
        tokens.Text("scope").ShouldBe("read");
    }

    [Fact]
    public async Task Scopes_that_are_named_are_given_whole_or_not_at_all()
    {
        var answer = await Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.With("scope=read%20write"));

        answer.ShouldBeRedirectedError("access_denied", "Policy evaluation succeeded, but all the requested scopes were rejected.");
    }

    [Fact]
    public async Task Where_no_rule_gives_any_of_them_they_were_rejected()
    {
        await using var other = await ClockedOrg.StartAsync(server => server with
        {
            Scopes = [new() { Name = "read", IsDefault = true }, "admin"],
            Policies = [new() { Name = "p", Rules = [new() { Name = "admins", Scopes = ["admin"] }] }],
        });

        var answer = await other.Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.With("response_type=token&-scope"));

        answer.ShouldBeRedirectedError("access_denied", "Policy evaluation succeeded, but all the requested scopes were rejected.");
    }
}
