using System.Net;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg;

namespace Postern.Testing.Tests;

/// <summary>What a test org begins with, where it is, and who comes later.</summary>
public class TestOrgTests(OrdersOrg orders)
{
    [Fact]
    public async Task With_nothing_said_there_is_a_server_and_nobody_in_it()
    {
        await using var org = await TestOrg.StartAsync(ct: The.Ct);

        org.LocalOrg.Seed.Users.ShouldBeEmpty();
        org.Issuer.ShouldBe($"{org.Url}/oauth2/default");
        (await org.NewUserAsync(ct: The.Ct)).Login.ShouldMatch(@"^user-\w+@example\.com$");
    }

    [Fact]
    public async Task A_seed_of_ones_own_is_added_to()
    {
        await using var org = await TestOrg.StartAsync(
            o =>
                o.Seed(OrgSeed.FromText("users: [ada@example.com]\ngroups: [Testers]"))
                    .User("grace@example.com", groups: ["Testers", "Admins"]),
            The.Ct);

        org.LocalOrg.Seed.Groups.Select(group => group.Name).ShouldBe(["Testers", "Everyone", "Admins"], ignoreOrder: true);
        TokenClaims.Of(await org.TokenAsync("ada@example.com", ct: The.Ct)).MustHave("""{ "sub": "ada@example.com" }""");
        TokenClaims.Of(await org.TokenAsync("grace@example.com", ct: The.Ct)).MustHave("""{ "sub": "grace@example.com" }""");
    }

    [Fact]
    public async Task Users_who_come_at_the_same_time_are_all_there()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => orders.Org.NewUserAsync([$"Team {i}"], The.Ct)));

        users.Select(user => user.Login).Distinct().Count().ShouldBe(8);
        var last = TokenClaims.Of(await orders.Org.TokenAsync(users[7].Login, "orders:read", The.Ct));
        last.All["groups"]!.AsArray().Select(group => group!.GetValue<string>()).ShouldBe(["Everyone", "Team 7"], ignoreOrder: true);
    }

    [Fact]
    public async Task Its_name_is_https_and_known_to_its_handler_alone()
    {
        orders.Org.Url.ShouldMatch(@"^https://\w+\.okta\.test$");
        using var http = new HttpClient(orders.Org.CreateHandler());

        var metadata = await http.GetStringAsync(new Uri(orders.Org.Issuer + "/.well-known/openid-configuration"), The.Ct);
        var elsewhere = await Should.ThrowAsync<HttpRequestException>(
            () => http.GetAsync(new Uri("https://dev-1.okta.com/oauth2/default"), The.Ct));

        metadata.ShouldContain($"\"issuer\":\"{orders.Org.Issuer}\"");
        elsewhere.Message.ShouldStartWith($"https://dev-1.okta.com is not the test org, which is {orders.Org.Url}: nothing was sent.");
    }

    [Fact]
    public async Task At_a_real_address_anybody_on_this_machine_reaches_it()
    {
        await using var org = await TestOrg.StartAsync(o => o.User("grace@example.com").Http(), The.Ct);
        using var anybody = new HttpClient();

        org.Url.ShouldMatch(@"^http://127\.0\.0\.1:\d+$");
        (await anybody.GetAsync(new Uri(org.Issuer + "/v1/keys"), The.Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        TokenClaims.Of(await org.TokenAsync("grace@example.com", ct: The.Ct)).All["iss"]!.GetValue<string>().ShouldBe(org.Issuer);
    }

    [Fact]
    public async Task Over_https_its_handler_trusts_who_vouches_for_it()
    {
        var folder = Directory.CreateTempSubdirectory("postern-kit").FullName;
        await using var org = await TestOrg.StartAsync(
            o =>
                o.User("grace@example.com").Options(options => options with { Https = new() { AuthorityFolder = folder } }).Https(),
                The.Ct);

        org.Url.ShouldMatch(@"^https://localhost:\d+$");
        TokenClaims.Of(await org.TokenAsync("grace@example.com", ct: The.Ct)).All["iss"]!.GetValue<string>().ShouldBe(org.Issuer);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Time_may_stand_still_until_a_test_moves_it()
    {
        var noon = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
        await using var org = await TestOrg.StartAsync(
            o => o.User("grace@example.com").Options(options => options with { Time = new FakeTimeProvider(noon) }), The.Ct);

        var claims = TokenClaims.Of(await org.TokenAsync("grace@example.com", ct: The.Ct));

        claims.All["iat"]!.GetValue<long>().ShouldBe(noon.ToUnixTimeSeconds());
        org.Clock.GetUtcNow().ShouldBe(noon);
    }

    [Fact]
    public void A_user_is_told_with_the_password_that_was_made_and_shown_without()
    {
        var max = orders.Org.UserOf("max@example.com");

        max.Password.Length.ShouldBe(20);
        max.TotpSecret!.Length.ShouldBe(32);
        $"{max}".ShouldBe("max@example.com");
    }
}
