using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.WebAuthn;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>An org on Identity Engine with users of every kind, for the tests of one class: what they change is their own user.</summary>
public class IdxOrg : IAsyncLifetime
{
    public const string Monthly = "00g1monthlyMonthly05";
    public const string Offered = "00g1offeredOffered05";
    public const string TwoFactors = "0oa1posternTwoFact05";

    public LocalOrg Org { get; private set; } = null!;

    public FakeTimeProvider Time { get; } = new(The.Now);

    public Browserless Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Org = await LocalOrg.StartAsync(new() { SecurityKeys = WebAuthnVerifier.VerifyAsync, Time = Time, Seed = Change(Seed()) }, The.Ct);
        Http = new(Org);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Org.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal async Task<IdxRun> BeginAsync(string clientId = The.Spa, string more = "")
    {
        var run = new IdxRun(this);
        await run.BeginAsync(clientId, more);
        return run;
    }

    /// <summary>The code that the latest message brought.</summary>
    internal async Task<string> CodeAsync(string login, string channel) => (await Org.Outbox.LatestAsync(login, channel, The.Ct)).Code!;

    internal void Advance(int seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    protected virtual OrgSeed Change(OrgSeed seed) => seed;

    static OrgSeed Seed()
    {
        var seed = OrgSeed.Default;
        var spa = seed.Apps.First(app => app.ClientId == The.Spa) with
        {
            GrantTypes = ["authorization_code", "implicit", "refresh_token", "interaction_code"],
        };
        return seed with
        {
            Engine = OrgEngine.IdentityEngine,
            Apps =
            [
                spa, .. seed.Apps.Where(app => app.ClientId != The.Spa).Select(
                    app => app.ClientId == The.Web ? app with { GrantTypes = [.. app.GrantTypes, "interaction_code"] } : app),
                spa with { ClientId = TwoFactors, Name = "Demo Two Factors", RequiresFactor = true },
            ],
            Groups =
            [
                .. seed.Groups, new() { Id = Monthly, Name = "Monthly" }, new() { Id = Offered, Name = "Offered" },
            ],
            PasswordPolicies =
            [
                new() { Name = "Month", GroupIds = [Monthly], MaxAge = TimeSpan.FromDays(30), ExpiryWarning = TimeSpan.FromDays(5) },
            ],
            EnrollmentPolicies =
            [
                new()
                {
                    Name = "Offered", GroupIds = [Offered], EnrollsAtSignIn = true,
                    Factors =
                    [
                        new() { FactorType = "question" }, new() { FactorType = "sms" }, new() { FactorType = "email" },
                        new() { FactorType = "push" }, new() { FactorType = "token:software:totp", Provider = "GOOGLE" },
                        new() { FactorType = "webauthn", Provider = "FIDO" }, new() { FactorType = "token", Provider = "RSA" },
                        new() { FactorType = "token", Provider = "SYMANTEC" },
                    ],
                },
            ],
            Users =
            [
                .. seed.Users, Of(Walk.Amy, "amy"), Of(Walk.Amy, "ann") with { RecoveryQuestion = null, RecoveryAnswer = null },
                Of(Walk.Amy, "abe") with { State = UserState.Active },
                Of(Walk.Nora, "ona") with { State = UserState.Active, GroupIds = [The.Testers, Offered] },
                Of(Walk.Nora, "olga") with { State = UserState.Active, GroupIds = [The.Testers, Offered] },
                Of(Walk.Nora, "owen") with { State = UserState.Active, GroupIds = [The.Testers, Offered] },
                Of(Walk.Nora, "otto") with { State = UserState.Active, GroupIds = [The.Testers, Offered] },
                Of(Walk.Nora, "olaf") with { State = UserState.Active, GroupIds = [The.Testers, Offered] },
                Of(Walk.Nora, "wendy") with
                {
                    State = UserState.Active, GroupIds = [The.Testers, Monthly], PasswordChanged = The.Now.AddDays(-28),
                },
                Of(Walk.Nora, "leo") with { State = UserState.LockedOut },
                Of(Walk.Stan, "stan"),
            ],
        };
    }

    /// <summary>One of the users of the Authentication API's tests, under a name that is a test's own.</summary>
    static SeedUser Of(SeedUser user, string name) => user with
    {
        Id = $"00u1{name}".PadRight(20, '5'),
        Login = $"{name}@example.com",
        GroupIds = user.GroupIds.Count == 0 ? [The.Testers] : user.GroupIds,
        ActivationToken = user.ActivationToken,
    };
}
