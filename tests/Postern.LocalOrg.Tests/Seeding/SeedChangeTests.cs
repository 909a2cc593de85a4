namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>A running org is brought from one seed to another: what they say differently is changed, and nothing else.</summary>
public sealed class SeedChangeTests
{
    const string Before = """
        groups: [Staff, Guests]
        users:
          - { login: ada@example.com, password: Ada-1234567, groups: [Staff] }
          - { login: eve@example.com, password: Eve-1234567 }
        apps: [{ name: Shop, kind: spa, redirectUris: ["http://localhost/1"] }]
        servers: [default]
        trustedOrigins: ["http://localhost:1"]
        """;

    const string After = """
        groups: [Staff]
        users:
          - { login: ada@example.com, password: Ada-7654321, groups: [Staff], state: lockedOut }
          - { login: new@example.com, password: New-1234567, factors: [push] }
        apps: [{ name: Shop, kind: spa, redirectUris: ["http://localhost/2"] }, service Robot]
        servers: [default, Orders]
        maxFailedPasswords: 3
        """;

    [Fact]
    public async Task It_tells_what_was_added_changed_and_removed()
    {
        await using var org = await LocalOrg.CreateAsync(new() { Seed = OrgSeed.FromText(Before) }, The.Ct);

        var changes = await org.ChangeSeedAsync(OrgSeed.FromText(After), The.Ct);

        changes.Added.ShouldBe(["app Robot", "authorization server Orders", "user new@example.com"]);
        changes.Changed.ShouldBe(["password policy Default Policy", "app Shop", "user ada@example.com"]);
        changes.Removed.ShouldBe(["group Guests", "origin http://localhost:1", "user eve@example.com"]);
        (await org.ChangeSeedAsync(OrgSeed.FromText(After) with { Apps = org.Seed.Apps }, The.Ct)).AreNone.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_only_kept_is_changed_too()
    {
        const string Kept = """
            users: [{ login: ada@example.com, password: Ada-1234567 }, { login: eve@example.com, password: Eve-1234567 }]
            brands: [Airline]
            linkedObjects: [{ primary: manager, associated: subordinate, links: [{ user: ada@example.com, primary: eve@example.com }] }]
            """;
        await using var org = await LocalOrg.CreateAsync(new() { Seed = OrgSeed.FromText(Kept) }, The.Ct);

        var changes = await org.ChangeSeedAsync(
            OrgSeed.FromText(
                """
                users: [{ login: ada@example.com, password: Ada-1234567 }, { login: eve@example.com, password: Eve-1234567 }]
                brands: [{ name: Airline, locale: de }]
                domains: [{ name: login.example.com, brand: Airline }]
                """),
            The.Ct);

        changes.Added.ShouldBe(["domain login.example.com"]);
        changes.Changed.ShouldBe(["brand Airline"]);
        changes.Removed.Count.ShouldBe(2);
        changes.Removed[0].ShouldBe("relation manager");
        (await org.Directory.LinkedValues.AllAsync(The.Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_is_removed_signs_in_no_more_and_whoever_is_added_does()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.FromText(Before) }, The.Ct);
        using Browserless http = new(org);
        (await http.AuthenticateAsync("eve@example.com", "Eve-1234567")).Status.ShouldBe(200);
        (await http.AuthenticateAsync("new@example.com", "New-1234567")).Status.ShouldBe(401);

        await org.ChangeSeedAsync(OrgSeed.FromText(After), The.Ct);

        (await http.AuthenticateAsync("eve@example.com", "Eve-1234567")).Status.ShouldBe(401);
        (await http.AuthenticateAsync("new@example.com", "New-1234567")).Status.ShouldBe(200);
        (await http.AuthenticateAsync("ada@example.com", "Ada-1234567")).Status.ShouldBe(401);
        await org.ChangeSeedAsync(OrgSeed.FromText(After.Replace(", state: lockedOut", "", StringComparison.Ordinal)), The.Ct);
        (await http.AuthenticateAsync("ada@example.com", "Ada-7654321")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_happened_meanwhile_and_is_in_neither_stays()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.FromText(Before) }, The.Ct);
        using Browserless http = new(org);
        await org.SetUserStateAsync("ada@example.com", UserState.Suspended, The.Ct);
        var renamed = Before.Replace("groups: [Staff] }", "groups: [Staff], firstName: Augusta }", StringComparison.Ordinal);

        await org.ChangeSeedAsync(OrgSeed.FromText(renamed), The.Ct);

        (await http.AuthenticateAsync("ada@example.com", "Ada-1234567")).Status.ShouldBe(401);
        (await new SeedExport(org.Store, org.Directory).WriteAsync(ExportedSecrets.LeftOut, The.Ct)).ShouldContain(
            "  - login: ada@example.com\n    firstName: Augusta\n    state: suspended\n");
    }

    [Fact]
    public async Task One_that_cannot_be_changes_nothing()
    {
        await using var org = await LocalOrg.CreateAsync(new() { Seed = OrgSeed.FromText(Before) }, The.Ct);
        var before = org.Seed;

        await Should.ThrowAsync<ArgumentException>(() => org.ChangeSeedAsync(
            before with { Users = [], Apps = [before.Apps[0] with { AssignedUserIds = ["nobody"] }] }, The.Ct));

        org.Seed.ShouldBeSameAs(before);
        (await org.Directory.Users.PageAsync("", 10, The.Ct)).Count.ShouldBe(2);
    }

    [Fact]
    public void Secrets_that_were_made_are_kept_when_the_file_is_read_again()
    {
        var first = SeedFile.Parse("users: [ada@example.com, eve@example.com]\napps: [service Robot]\napiTokens: [~]");

        var second = SeedFile.Parse(
            "users: [new@example.com, { login: ada@example.com, firstName: A }]\napps: [service Other, service Robot]\napiTokens: [~]",
            new() { Before = first });

        second.Seed.Users[1].Password.ShouldBe(first.Seed.Users[0].Password);
        second.Seed.Users[0].Password.ShouldNotBe(first.Seed.Users[1].Password);
        second.Seed.Apps[1].ClientSecret.ShouldBe(first.Seed.Apps[0].ClientSecret);
        second.Seed.ApiTokens.ShouldBe(first.Seed.ApiTokens);
        second.Secrets.ShouldContain(secret => secret.Path == "users[1].password" && secret.Value == first.Seed.Users[0].Password);
    }
}
