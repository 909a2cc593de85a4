using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tests.Storage;

namespace Postern.LocalOrg.Tests.Directory;

/// <summary>
/// What is changed while the org runs decides the next request: in the process that changed it, and in any other on the same PostgreSQL.
/// </summary>
public sealed class LivingDirectoryTests : IAsyncDisposable
{
    readonly List<IAsyncDisposable> _used = [];

    public static TheoryData<bool> OneProcessOrTwo => [false, true];

    [Theory]
    [MemberData(nameof(OneProcessOrTwo))]
    public async Task A_group_that_is_renamed_is_called_so_in_the_next_token(bool two)
    {
        var (here, http) = await StartAsync(two);
        (await GroupsAsync(http)).ShouldBe(["Everyone", "Testers"]);

        await ChangeAsync(here, here.Directory.Groups, The.Testers, group => group with { Name = "Examiners" });

        (await GroupsAsync(http)).ShouldBe(["Everyone", "Examiners"]);
    }

    [Theory]
    [MemberData(nameof(OneProcessOrTwo))]
    public async Task A_rule_of_an_access_policy_that_is_changed_gives_other_lifetimes(bool two)
    {
        var (here, http) = await StartAsync(two);
        var before = await http.TokensAsync();

        await ChangeAsync(here, here.Directory.Servers, "default", server => server with
        {
            Policies = [.. server.Policies.Select(policy => policy with
            {
                Rules = [.. policy.Rules.Select(rule => rule with { AccessTokenLifetime = TimeSpan.FromMinutes(5) })],
            })],
        });

        before.Json.GetProperty("expires_in").GetInt32().ShouldBe(3600);
        (await http.TokensAsync()).Json.GetProperty("expires_in").GetInt32().ShouldBe(300);
    }

    [Theory]
    [MemberData(nameof(OneProcessOrTwo))]
    public async Task A_session_policy_that_is_made_denies_at_once(bool two)
    {
        var (here, http) = await StartAsync(two);
        (await http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);

        await AddAsync(here, here.Directory.SessionPolicies, new SessionPolicy
        {
            Id = "00p1",
            Name = "Nobody",
            Priority = 1,
            Rules = [new() { Name = "Never", AllowsAccess = false }],
        });

        (await http.AuthenticateAsync("ada@example.com"))
            .ShouldBeOktaError(403, "E0000085", "You do not have permission to access your account at this time.");
    }

    [Theory]
    [MemberData(nameof(OneProcessOrTwo))]
    public async Task An_origin_is_trusted_as_soon_as_it_is_made_and_no_longer_than_it_is_there(bool two)
    {
        var (here, http) = await StartAsync(two);
        var origins = here.Directory.TrustedOrigins;

        var before = await AllowedAsync(http);
        await AddAsync(here, origins, new TrustedOrigin { Id = "tos1", Name = "Portal", Origin = "https://portal.example.com" });
        var during = await AllowedAsync(http);
        await ChangeAsync(here, origins, "tos1", origin => origin with { Status = Lifecycle.Inactive });
        var after = await AllowedAsync(http);

        (before, during, after).ShouldBe((null, "https://portal.example.com", null));
    }

    [Theory]
    [MemberData(nameof(OneProcessOrTwo))]
    public async Task An_app_is_known_as_soon_as_it_is_made_and_no_more_when_it_is_switched_off(bool two)
    {
        var (here, http) = await StartAsync(two);
        var apps = here.Directory.Apps;
        var demo = (await apps.FindAsync(The.Service, The.Ct))!;

        var before = await ServeAsync(http, "0oa1another00000005");
        await AddAsync(here, apps, demo with { ClientId = "0oa1another00000005" });
        var during = await ServeAsync(http, "0oa1another00000005");
        await ChangeAsync(here, apps, "0oa1another00000005", app => app with { Status = Lifecycle.Inactive });
        var after = await ServeAsync(http, "0oa1another00000005");

        (before.Status, during.Status, after.Status).ShouldBe((401, 200, 401), during.Body);
    }

    [Theory]
    [MemberData(nameof(OneProcessOrTwo))]
    public async Task An_API_token_is_good_until_it_is_taken_away(bool two)
    {
        var (here, http) = await StartAsync(two);
        var tokens = here.Directory.ApiTokens;

        var before = await http.GetAsync("/oauth2/v1/clients", ("Authorization", "SSWS 00new"));
        await AddAsync(here, tokens, new ApiToken { Id = "00T1", Name = "New", TokenHash = Secrets.Hash("00new") });
        var during = await http.GetAsync("/oauth2/v1/clients", ("Authorization", "SSWS 00new"));
        await here.Store.InOneWorkAsync(async work => tokens.Delete(work, (await tokens.FindToChangeAsync("00T1", The.Ct))!), The.Ct);
        var after = await http.GetAsync("/oauth2/v1/clients", ("Authorization", "SSWS 00new"));

        (before.Status, during.Status, after.Status).ShouldBe((401, 200, 401));
    }

    [Theory]
    [MemberData(nameof(OneProcessOrTwo))]
    public async Task A_profile_that_is_changed_is_told_as_it_is_now(bool two)
    {
        var (here, http) = await StartAsync(two);
        var token = (await http.TokensAsync("/oauth2", "openid%20profile")).Text("access_token");
        (await http.GetAsync("/oauth2/v1/userinfo", ("Authorization", $"Bearer {token}"))).Text("given_name").ShouldBe("Ada");

        await ChangeAsync(here, here.Directory.Users, "00u1adaActive0000005", user => user with { FirstName = "Augusta" });

        (await http.GetAsync("/oauth2/v1/userinfo", ("Authorization", $"Bearer {token}"))).Text("given_name").ShouldBe("Augusta");
        (await http.AuthenticateAsync("ada@example.com")).Body.ShouldContain("\"firstName\":\"Augusta\"");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var used in Enumerable.Reverse(_used))
            await used.DisposeAsync();
    }

    /// <summary>
    /// The org in the process that changes something, and the way to the one that is asked: on SQLite the same, on PostgreSQL another.
    /// </summary>
    async Task<(LocalOrg Here, Browserless There)> StartAsync(bool two)
    {
        if (!two)
        {
            var org = await LocalOrg.StartAsync(new() { Seed = Seed }, The.Ct);
            _used.Add(org);
            return (org, new(org));
        }

        var database = await OneDatabase.CreateAsync();
        _used.Add(database);
        var here = await database.StartAsync(new() { Seed = Seed });
        return (here, new(await database.StartAsync(new() { Seed = Seed, PublicUrl = here.Url })));
    }

    static OrgSeed Seed => OrgSeed.Default with
    {
        Apps =
        [
            .. OrgSeed.Default.Apps.Select(app => app.Kind is AppKind.Service ? app with { GrantTypes = ["client_credentials"] } : app),
        ],
    };

    static Task ChangeAsync<T>(LocalOrg org, Collection<T> collection, string id, Func<T, T> change)
        where T : class => org.Store.InOneWorkAsync(
        async work =>
        {
            var before = (await collection.FindToChangeAsync(id, The.Ct)).ShouldNotBeNull();
            collection.Change(work, before, change(before.Document));
        },
        The.Ct);

    static Task AddAsync<T>(LocalOrg org, Collection<T> collection, T added)
        where T : class => org.Store.InOneWorkAsync(
        work =>
        {
            collection.Add(work, added);
            return Task.CompletedTask;
        },
        The.Ct);

    static async Task<IEnumerable<string?>> GroupsAsync(Browserless http)
    {
        var tokens = await http.TokensAsync("/oauth2/aus1posternOrders005", "openid%20orders:read");
        return Jwt.Texts(tokens.Text("access_token"), "groups");
    }

    static async Task<string?> AllowedAsync(Browserless http) =>
        (
            await http.PostJsonAsync(
                "/api/v1/authn", "{}", ("Origin", "https://portal.example.com"))).Headers.GetValueOrDefault("Access-Control-Allow-Origin");

    static Task<Answer> ServeAsync(Browserless http, string clientId) => http.PostFormAsync(
        "/oauth2/default/v1/token", $"grant_type=client_credentials&client_id={clientId}&client_secret={The.ServiceSecret}&scope=api:read");
}
