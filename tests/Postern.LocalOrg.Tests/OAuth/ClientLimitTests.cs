namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>
/// Apps that may not be used everywhere: at the org authorization server alone, from some networks alone, without the hosted page (oidc.md
/// 6).
/// </summary>
public sealed class ClientLimitTests
{
    const string Outside = "The request is made from outside the client's permitted network zones.";
    const string OrgOnly = "This client cannot use a custom authorization server.";

    [Fact]
    public async Task An_app_of_the_org_server_alone_is_sent_back_from_a_custom_one()
    {
        await using var org = await ClockedOrg.StartAsync(The.Web, app => app with { OrgAuthorizationServerOnly = true });

        var custom = await org.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.Good}");
        var own = await org.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good);

        custom.ShouldBeRedirectedError("unauthorized_client", OrgOnly);
        own.Redirected("code").ShouldNotBeNull(own.Location);
    }

    [Theory]
    [InlineData("token", "grant_type=client_credentials")]
    [InlineData("introspect", "token=x")]
    [InlineData("revoke", "token=x")]
    [InlineData("par", "response_type=code")]
    [InlineData("device/authorize", "scope=openid")]
    [InlineData("bc/authorize", "scope=openid")]
    public async Task Nor_does_it_get_anything_at_a_custom_servers_other_endpoints(string endpoint, string form)
    {
        await using var org = await ClockedOrg.StartAsync(The.Web, app => app with { OrgAuthorizationServerOnly = true });

        (await org.Http.PostFormAsync($"/oauth2/default/v1/{endpoint}", form, The.BasicOfWeb))
            .ShouldBeError(400, "unauthorized_client", OrgOnly);
    }

    [Fact]
    public async Task An_app_of_one_network_is_refused_from_another()
    {
        await using var org = await ClockedOrg.StartAsync(
            The.Web, app => app with { Networks = ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"] });

        var authorize = await org.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.Good}");
        var token = await org.Http.PostFormAsync("/oauth2/default/v1/token", "grant_type=authorization_code&code=x", The.BasicOfWeb);

        authorize.ShouldBeRedirectedError("access_denied", Outside);
        token.ShouldBeError(403, "access_denied", Outside);
    }

    [Theory]
    [InlineData("127.0.0.0/8")]
    [InlineData("127.0.0.1")]
    public async Task An_app_of_one_network_works_from_there(string network)
    {
        await using var org = await ClockedOrg.StartAsync(The.Spa, app => app with { Networks = ["10.0.0.0/8", network] });

        (await org.Http.TokensAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_app_of_this_machine_does_not_work_through_a_proxy_of_this_machine()
    {
        await using var org = await ClockedOrg.StartAsync(The.Web, app => app with { Networks = ["127.0.0.0/8"] });

        var token = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token", "grant_type=authorization_code&code=x", The.BasicOfWeb, ("X-Forwarded-For", "127.0.0.1"));

        token.ShouldBeError(403, "access_denied", Outside);
    }

    [Fact]
    public async Task Who_does_not_prove_to_be_the_app_does_not_learn_where_it_may_be_used()
    {
        await using var org = await ClockedOrg.StartAsync(
            The.Web, app => app with { Networks = ["10.0.0.0/8"], OrgAuthorizationServerOnly = true });

        var answer = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=authorization_code&code=x&client_id={The.Web}&client_secret=wrong");

        answer.ShouldBeError(401, "invalid_client", "The client secret supplied for a confidential client is invalid.");
    }

    [Fact]
    public async Task A_network_that_is_none_is_refused_when_seeding()
    {
        var refused = await Should.ThrowAsync<ArgumentException>(
            () => ClockedOrg.StartAsync(The.Web, app => app with { Networks = ["the office"] }));

        refused.Message.ShouldBe(
            "The seed cannot be used:\n  apps[1].networks[0]: 'the office' is neither an address nor a range such as '10.0.0.0/8', nor a " +
            "network zone.");
    }

    [Theory]
    [InlineData("-prompt")]
    [InlineData("prompt=login")]
    public async Task An_app_that_signs_its_users_in_itself_is_told_instead_of_them(string change)
    {
        await using var org = await StartInteractingAsync();

        var answer = await org.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.With(change)}");

        answer.ShouldBeRedirectedError(
            "interaction_required",
            "Your client is configured to use the interaction code flow and user interaction is required to complete the request.");
    }

    [Fact]
    public async Task Who_is_signed_in_already_needs_no_interaction()
    {
        await using var org = await StartInteractingAsync();

        var answer = await org.Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.With("-prompt"));

        answer.Redirected("code").ShouldNotBeNull(answer.Location);
    }

    [Fact]
    public async Task An_app_that_signs_its_users_in_itself_and_would_not_ask_is_told_that_nobody_is_signed_in()
    {
        await using var org = await StartInteractingAsync();

        var answer = await org.Http.GetAsync($"/oauth2/default/v1/authorize?{AuthorizeQuery.Good}");

        answer.ShouldBeRedirectedError(
            "login_required", "A 'prompt' value of 'none' requires an existing session to successfully authorize.");
    }

    static Task<ClockedOrg> StartInteractingAsync() =>
        ClockedOrg.StartAsync(The.Web, app => app with { GrantTypes = ["authorization_code", "interaction_code"] });
}
