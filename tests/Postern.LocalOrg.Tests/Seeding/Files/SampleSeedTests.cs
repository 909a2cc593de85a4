namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>The seed files that the repository shows are good, and do what their comments say.</summary>
public sealed class SampleSeedTests
{
    public static TheoryData<string> All => [.. Samples.Seeds.Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_org_starts_with_each(string file)
    {
        var seed = await OrgSeed.FromFileAsync(Samples.PathOf($"samples/seeds/{file}"), The.Ct);

        await using var org = await LocalOrg.CreateAsync(new() { Seed = seed }, The.Ct);

        org.WasSeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task The_company_has_apps_of_every_kind_thirty_users_and_three_servers()
    {
        var seed = await OrgSeed.FromFileAsync(Samples.PathOf("samples/seeds/company.yaml"), The.Ct);

        seed.Users.Count.ShouldBe(30);
        seed.Users.Select(user => user.State).Distinct().Count().ShouldBe(Enum.GetValues<UserState>().Length);
        seed.Apps.Select(app => app.Kind).Distinct().Count().ShouldBe(4);
        seed.AuthorizationServers.Select(server => server.Audience).ShouldBe(["api://default", "api://money", "api://telemetry"]);
    }

    [Fact]
    public async Task A_user_of_the_orders_gets_a_token_with_the_group_in_a_claim()
    {
        var seed = await OrgSeed.FromFileAsync(Samples.PathOf("samples/seeds/orders.yaml"), The.Ct);
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using Browserless http = new(org);
        const string issuer = "/oauth2/aus1ordersApi0000005";

        var session = await http.AuthenticateAsync("ada@example.com", "Ada-buys-7-books");
        var code = await http.GetAsync(
            $"{issuer}/v1/authorize?client_id=0oa1ordersShop000005&response_type=code&scope=openid+orders:read&state=s&{The.Pkce}" +
            $"&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&sessionToken={session.Text("sessionToken")}");
        var tokens = await http.PostFormAsync(
            $"{issuer}/v1/token",
            $"grant_type=authorization_code&client_id=0oa1ordersShop000005&code_verifier={The.Verifier}" +
            $"&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&code={code.Redirected("code")}");

        Jwt.Texts(tokens.Text("access_token"), "groups").ShouldBe(["Customers", "Everyone"], ignoreOrder: true);
        Jwt.Text(tokens.Text("access_token"), "aud").ShouldBe("api://orders");
    }
}
