namespace Postern.LocalOrg.Tests.Console;

/// <summary>
/// With somebody whose name is no name, somebody with a phone, somebody whom a policy shuts out, and a browser that has opened the console.
/// </summary>
public sealed class WatchedOrg : IAsyncLifetime
{
    public const string Bob = "00u1bobBadname000005";

    public LocalOrg Org { get; private set; } = null!;

    public Browserless Http { get; private set; } = null!;

    internal ConsoleBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var seed = OrgSeed.Default;
        SeedUser bob = seed.Users[0] with
        {
            Id = Bob,
            Login = "bob@example.com",
            FirstName = "<script>alert(1)</script>",
            GroupIds = [],
        };
        SeedUser pia = seed.Users[0] with
        {
            Id = "00u1piaPhone00000005",
            Login = "pia@example.com",
            FirstName = "Pia",
            State = UserState.MfaRequired,
            Factors = [new() { FactorType = "push" }],
        };
        SeedUser sue = seed.Users[0] with { Id = "00u1sueShutOut000005", Login = "sue@example.com", GroupIds = ["Shut out"] };
        Org = await LocalOrg.StartAsync(
            new()
            {
                Seed = seed with
                {
                    Users = [.. seed.Users, bob, pia, sue],
                    Groups = [.. seed.Groups, new() { Name = "Shut out" }],
                    SessionPolicies =
                    [
                        new() { Name = "Closed", GroupIds = ["Shut out"], Rules = [new() { Name = "Nobody", AllowsAccess = false }] },
                        .. seed.SessionPolicies,
                    ],
                    Apps = [.. seed.Apps.Select(app => app.Kind is AppKind.Spa ? app with { AssignedUserIds = [Bob] } : app)],
                },
            });
        Http = new(Org);
        Browser = await ConsoleBrowser.OpenAsync(Http, Org);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Org.DisposeAsync();
    }
}
