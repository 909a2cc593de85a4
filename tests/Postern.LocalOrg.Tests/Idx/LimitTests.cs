using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>Okta's documented limit of Identity Engine's calls for one user: idx.md 3.</summary>
public sealed class LimitTests
{
    static readonly SeedApp Spa = OrgSeed.Default.Apps.First(app => app.ClientId == The.Spa);

    [Fact]
    public async Task Twenty_calls_in_five_seconds_are_let_in_for_each_user_whatever_the_transaction()
    {
        var time = new FakeTimeProvider(The.Now);
        await using var limited = await StartAsync(time);
        using Browserless http = new(limited);
        List<string> handles = [];
        for (var i = 0; i < 3; i++)
            handles.Add(await BeginAsync(http));

        for (var i = 0; i < 20; i++)
            (await IdentifyAsync(http, handles[i % 3], "ada")).Status.ShouldBe(200);
        var refused = await IdentifyAsync(http, handles[2], "Ada");
        var another = await IdentifyAsync(http, await BeginAsync(http), "max");
        time.Advance(TimeSpan.FromSeconds(5));
        var later = await IdentifyAsync(http, handles[2], "ada");

        refused.Status.ShouldBe(429, refused.Body);
        refused.Body.ShouldContain("tooManyRequests");
        another.Status.ShouldBe(200, another.Body);
        later.Status.ShouldBe(200, later.Body);
    }

    [Fact]
    public async Task How_it_stands_is_asked_once_also_where_a_session_is_not_enough()
    {
        await using var limited = await StartAsync(new FakeTimeProvider(The.Now));
        using Browserless http = new(limited);
        var begun = await http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}" +
            $"&state=s1&{The.Pkce}&sessionToken={await http.SessionTokenAsync()}");
        List<string> handles = [];
        for (var i = 0; i < 3; i++)
            handles.Add(await BeginAsync(http, "&max_age=0"));
        foreach (var handle in handles)
            (await IdentifyAsync(http, handle, "ada")).Status.ShouldBe(200);

        for (var i = 3; i < 20; i++)
            (await IntrospectAsync(handles[i % 3])).Status.ShouldBe(200);
        var refused = await IntrospectAsync(handles[2]);

        refused.Status.ShouldBe(429, refused.Body);

        Task<Answer> IntrospectAsync(string handle) =>
            http.PostJsonAsync("/idp/idx/introspect", $$"""{"stateHandle":"{{handle}}"}""", ("Cookie", begun.Cookie!));
    }

    static Task<LocalOrg> StartAsync(FakeTimeProvider time) => LocalOrg.StartAsync(
        new()
        {
            Time = time, RateLimits = RateLimits.Okta,
            Seed = OrgSeed.Default with
            {
                Engine = OrgEngine.IdentityEngine,
                Apps = [Spa with { GrantTypes = [.. Spa.GrantTypes, "interaction_code"] }],
            },
        },
        The.Ct);

    static async Task<string> BeginAsync(Browserless http, string more = "")
    {
        var begun = await http.PostFormAsync(
            "/oauth2/default/v1/interact",
            $"client_id={The.Spa}&scope=openid&redirect_uri={The.EncodedCallback}&state=s1&nonce=n1&{The.Pkce}{more}");
        var shown = await http.PostJsonAsync(
            "/idp/idx/introspect", $$"""{"interactionHandle":"{{begun.Text("interaction_handle")}}"}""");
        return shown.Text("stateHandle");
    }

    static Task<Answer> IdentifyAsync(Browserless http, string handle, string name) => http.PostJsonAsync(
        "/idp/idx/identify", $$"""{"identifier":"{{name}}@example.com","stateHandle":"{{handle}}"}""");
}
