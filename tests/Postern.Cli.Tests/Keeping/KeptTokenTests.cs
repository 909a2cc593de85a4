using Microsoft.Extensions.Time.Testing;
using Postern.Cli.Tests.Settings;

namespace Postern.Cli.Tests.Keeping;

/// <summary>Tokens that are kept, for as long as they are good for what is asked.</summary>
public sealed class KeptTokenTests(KeptOrg org) : IClassFixture<KeptOrg>, IDisposable
{
    readonly Person _person = new();

    Run Signing => Nobody.With("PASSWORD", TheOrg.Password);

    /// <summary>Somebody who could not sign in.</summary>
    Run Nobody => _person.Run with { Time = org.Time };

    [Fact]
    public async Task The_second_time_nobody_is_asked()
    {
        (
            await Signing.PosternAsync(
                "profile", "add", "dev", "--org", org.Org.Url, "--client-id", org.App.ClientId, "--redirect-uri", org.App.RedirectUris[0],
                "--username", "ada@example.com", "--password", "env:PASSWORD")).ShouldSucceed();
        var first = (await Signing.PosternAsync("token")).ShouldSucceed();
        var asked = await org.AskedAsync();

        var second = (await Nobody.PosternAsync("token")).ShouldSucceed();

        second.Text("access_token").ShouldBe(first.Text("access_token"));
        second.Text("id_token").ShouldBe(first.Text("id_token"));
        second.Text("scope").ShouldBe(first.Text("scope"));
        second.Error.ShouldBeEmpty();
        (await org.AskedAsync()).ShouldBe(asked);
        (await Nobody.PosternAsync("token", "-v")).Error.ShouldStartWith("Kept tokens of ada@example.com last until ");
    }

    [Theory]
    [InlineData("--scopes", "openid email")]
    [InlineData("--param", "acr_values=urn:okta:loa:1fa:any")]
    [InlineData("--username", "carla@example.com", "--password", "env:PASSWORD")]
    [InlineData("--dpop")]
    [InlineData("--factor", "totp")]
    [InlineData("--auth-server", "aus1posternOrders005")]
    [InlineData("--response-type", "code id_token")]
    [InlineData("--no-pkce")]
    public async Task What_was_asked_for_otherwise_is_another_token(params string[] args)
    {
        _person.Profiles(org.Profile());
        (await Signing.PosternAsync("token")).ShouldSucceed();

        var other = await Nobody.PosternAsync(["token", .. args]);

        other.ShouldFail(2, "PASSWORD, which is not set");
    }

    [Fact]
    public async Task Scopes_in_another_order_are_the_same()
    {
        _person.Profiles(org.Profile());
        var first = (await Signing.PosternAsync("token", "--scopes", "openid profile")).ShouldSucceed();

        (await Nobody.PosternAsync("token", "--scopes", "profile,openid")).ShouldSucceed().Text("access_token")
            .ShouldBe(first.Text("access_token"));
    }

    [Fact]
    public async Task What_is_bound_to_a_key_is_kept_with_it()
    {
        _person.Profiles(org.Profile());
        var first = (await Signing.PosternAsync("token", "--dpop")).ShouldSucceed();

        var second = (await Nobody.PosternAsync("token", "--dpop")).ShouldSucceed();

        second.Text("dpop_key").ShouldBe(first.Text("dpop_key"));
        second.Text("access_token").ShouldBe(first.Text("access_token"));
    }

    [Fact]
    public async Task A_refresh_token_is_redeemed_before_anybody_signs_in()
    {
        _person.Profiles(org.Profile("openid offline_access"));
        var first = (await Signing.PosternAsync("token")).ShouldSucceed();
        org.Time.Advance(TimeSpan.FromHours(1));
        var signedIn = await org.AskedAsync("/authn");

        var second = (await Nobody.PosternAsync("token")).ShouldSucceed();

        second.Text("access_token").ShouldNotBe(first.Text("access_token"));
        (await org.AskedAsync("/authn")).ShouldBe(signedIn);
        (await Nobody.PosternAsync("token")).ShouldSucceed().Out.ShouldBe(second.Out);
    }

    // By a clock that was ahead, a token of an hour is kept for longer than that.
    [Theory]
    [InlineData("openid profile", 1)]
    [InlineData("openid offline_access", 0)]
    public async Task What_was_got_before_the_clock_was_set_back_is_renewed(string scopes, int signIns)
    {
        _person.Profiles(org.Profile(scopes));
        var ahead = new FakeTimeProvider(org.Time.GetUtcNow().AddMinutes(50));
        var first = (await (Signing with { Time = ahead }).PosternAsync("token")).ShouldSucceed();
        var signedIn = await org.AskedAsync("/authn");

        var second = (await Signing.PosternAsync("token")).ShouldSucceed();

        second.Text("access_token").ShouldNotBe(first.Text("access_token"));
        second.Text("expires_at").ShouldBe(Words.Instant(org.Time.GetUtcNow().AddHours(1)));
        (await org.AskedAsync("/authn")).ShouldBe(signedIn + signIns);
        (await Nobody.PosternAsync("token")).ShouldSucceed().Text("access_token").ShouldBe(second.Text("access_token"));
    }

    [Fact]
    public async Task What_the_server_has_revoked_is_forgotten_and_its_user_signs_in()
    {
        _person.Profiles(org.Profile("openid offline_access"));
        var first = (await Signing.PosternAsync("token")).ShouldSucceed();
        using var http = new HttpClient();
        (
            await http.PostAsync(
                new Uri($"{org.Org.IssuerOf("default")}/v1/revoke"),
                new FormUrlEncodedContent([new("token", first.Text("refresh_token")), new("client_id", org.App.ClientId)]),
                TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        org.Time.Advance(TimeSpan.FromHours(1));

        (await Nobody.PosternAsync("token")).ShouldFail(2, "PASSWORD, which is not set");
        var asked = await org.AskedAsync("/v1/token");
        (await Signing.PosternAsync("token")).ShouldSucceed();

        (await org.AskedAsync("/v1/token")).ShouldBe(asked + 1);
    }

    [Fact]
    public async Task It_lasts_as_long_as_was_asked_for()
    {
        _person.Profiles(org.Profile());
        var first = (await Signing.PosternAsync("token")).ShouldSucceed();
        org.Time.Advance(TimeSpan.FromMinutes(57));

        (await Nobody.PosternAsync("token", "--min-ttl", "2m")).ShouldSucceed().Text("access_token").ShouldBe(first.Text("access_token"));
        (await Nobody.PosternAsync("token", "--min-ttl", "300")).ShouldFail(2, "PASSWORD, which is not set");
        (await Signing.PosternAsync("token", "--min-ttl", "5m")).ShouldSucceed().Text("access_token")
            .ShouldNotBe(first.Text("access_token"));
        (await Signing.PosternAsync("token", "--min-ttl", "2h")).ShouldSucceed().Error
            .ShouldContain("The org's own tokens last 1 hour, which is less than --min-ttl 7200s.");
    }

    [Theory]
    [InlineData("--no-cache")]
    [InlineData]
    public async Task Nothing_is_kept_by_whoever_does_not_want_it(params string[] args)
    {
        _person.Profiles(org.Profile());
        var run = args is [] ? Signing.With("POSTERN_NO_CACHE", "1") : Signing;

        (await run.PosternAsync(["token", .. args])).ShouldSucceed();

        Directory.Exists(Path.Combine(run.DataFolder!, "postern", "tokens")).ShouldBeFalse();
    }

    // It is started anew time and again, and then has other keys.
    [Fact]
    public async Task Tokens_of_an_org_on_this_machine_are_kept_only_where_a_profile_names_it()
    {
        string[] flags =
        [
            "token", "--org", org.Org.Url, "--client-id", org.App.ClientId, "--redirect-uri", org.App.RedirectUris[0], "--username",
            "ada@example.com", "--password", "env:PASSWORD",
        ];

        (await Signing.PosternAsync(flags)).ShouldSucceed();
        (await Signing.PosternAsync("token", "-q")).ShouldSucceed();

        (await Nobody.PosternAsync("cache", "list")).Error.ShouldBe("None are kept.\n");
    }

    [Theory]
    [InlineData("revoke", "--token", "refresh")]
    [InlineData("revoke")]
    [InlineData("logout")]
    [InlineData("refresh")]
    public async Task What_another_command_ends_is_not_handed_out_again(params string[] command)
    {
        _person.Profiles(org.Profile("openid offline_access"));
        var tokens = (await Signing.PosternAsync("token")).ShouldSucceed();

        var ended = (await Nobody.After(tokens).PosternAsync(command)).ShouldSucceed();

        ended.Error.ShouldContain("The kept tokens of ada@example.com are forgotten with it.");
        (await Nobody.PosternAsync("token")).ShouldFail(2, "PASSWORD, which is not set");
    }

    [Fact]
    public async Task What_the_org_says_is_dead_is_not_handed_out_again()
    {
        _person.Profiles(org.Profile());
        var tokens = (await Signing.PosternAsync("token")).ShouldSucceed();
        using var elsewhere = new Person();
        (await (elsewhere.Run with { Time = org.Time }).After(tokens).PosternAsync("revoke")).ShouldSucceed();

        (await Nobody.After(tokens).PosternAsync("userinfo")).ExitCode.ShouldBe(9);

        (await Nobody.PosternAsync("token")).ShouldFail(2, "PASSWORD, which is not set");
    }

    [Fact]
    public async Task Whoever_signs_out_is_signed_out_at_the_org_too()
    {
        _person.Profiles(org.Profile("openid offline_access"));
        var tokens = (await Signing.PosternAsync("token")).ShouldSucceed();

        var said = (await Nobody.PosternAsync("logout", "--kept")).ShouldSucceed();

        said.Error.ShouldBe($"Signed ada@example.com out of {org.Org.IssuerOf("default")}: 1 set of tokens ended.\n");
        (await Nobody.PosternAsync("logout", "--kept")).ShouldFail(2, "No tokens of ada@example.com from");
        (await Nobody.After(tokens).PosternAsync("introspect")).ShouldSucceed().Json.GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_cannot_reach_the_org_to_sign_out_can_try_again()
    {
        await using (
            var own = await LocalOrg.LocalOrg.StartAsync(new() { Time = org.Time }, TestContext.Current.CancellationToken))
        {
            _person.Profiles(org.Profile("openid offline_access").Replace(org.Org.Url, own.Url, StringComparison.Ordinal));
            (await Signing.PosternAsync("token")).ShouldSucceed();
        }

        // By a clock that goes: what cannot be reached is asked again after a moment.
        (await (Nobody with { Time = TimeProvider.System }).PosternAsync("logout", "--kept")).ExitCode.ShouldBe(ExitCodes.Network);

        (await Nobody.PosternAsync("cache", "list")).ShouldSucceed().Out.ShouldStartWith("ada@example.com");
    }

    [Fact]
    public async Task What_is_kept_is_listed_without_a_token_and_cleaned()
    {
        _person.Profiles(org.Profile("openid offline_access", more: "  max: {inherits: dev, scopes: openid profile}"));
        var first = (await Signing.PosternAsync("token")).ShouldSucceed();
        (await Signing.PosternAsync("token", "--profile", "max")).ShouldSucceed();

        var listed = (await Nobody.PosternAsync("cache", "list")).ShouldSucceed().Out;
        var json = (await Nobody.PosternAsync("cache", "list", "--output", "json")).ShouldSucceed();

        listed.ShouldContain(
            $"ada@example.com  {org.Org.IssuerOf("default")}  {org.App.ClientId}  offline_access openid  expires in 1 hour, and can be " +
            "renewed");
        json.Json.GetProperty("tokens").GetArrayLength().ShouldBe(2);
        (listed + json.Out).ShouldHoldNoToken();
        (listed + json.Out).ShouldNotContain(first.Text("refresh_token"));
        org.Time.Advance(TimeSpan.FromHours(1));
        (await Nobody.PosternAsync("cache", "clean", "--expired")).ShouldSucceed().Error.ShouldBe("Removed 1 set of tokens.\n");
        var cleaned = (await Nobody.PosternAsync("cache", "clean", "--json")).ShouldSucceed();
        (cleaned.Json.GetProperty("removed").GetInt32(), cleaned.Error).ShouldBe((1, ""));
        (await Nobody.PosternAsync("cache", "list")).ShouldSucceed().Out.ShouldBeEmpty();
    }

    public void Dispose() => _person.Dispose();
}
