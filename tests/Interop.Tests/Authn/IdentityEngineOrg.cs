using Microsoft.Extensions.Time.Testing;
using Postern.Client;
using Postern.Interop.Tests.Strangers;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Authn;

/// <summary>
/// An org on Identity Engine for the tests of one class, with apps that differ by what they may have and by what they want; and a client
/// for each, by the org's clock.
/// </summary>
public class IdentityEngineOrg : IAsyncLifetime
{
    /// <summary>Content with a password, without the grant of the interaction code.</summary>
    public const string Code = "0oa1posternSpa000005";

    /// <summary>The same with it.</summary>
    public const string Interaction = "0oa1posternInterac05";

    /// <summary>Wants two factors, and has no grant but the code.</summary>
    public const string TwoFactors = "0oa1posternTwoFact05";

    /// <summary>Wants two factors, and has the interaction code.</summary>
    public const string TwoInteraction = "0oa1posternTwoInte05";

    /// <summary>Wants two factors, and has the grants of direct authentication beside the code.</summary>
    public const string TwoDirect = "0oa1posternTwoDire05";

    /// <summary>Has a secret, and the grant of the interaction code.</summary>
    public const string Web = "0oa1posternWeb000005";

    const string MayEnroll = "00g1mayEnrollMayEn05";

    readonly HttpClient _http = new(OktaClient.CreateHandler());

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public LocalOrg.LocalOrg Org { get; private set; } = null!;

    public static string Seed { get; } = AuthnOrg.Seed;

    public async ValueTask InitializeAsync() => Org = await LocalOrg.LocalOrg.StartAsync(
        new() { Time = Time, Seed = Change(Seeded()) }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Org.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the tests of one class want besides.</summary>
    protected virtual OrgSeed Change(OrgSeed seed) => seed;

    internal OktaClient Connect(string clientId) => Connect(clientId, _http);

    /// <summary>At an instant of its own: codes of one user and seed are good once each.</summary>
    internal OktaClient Connect(string clientId, HttpClient http)
    {
        Time.Advance(TimeSpan.FromSeconds(31));
        return new(http, new()
        {
            OrgUrl = Org.Url, AuthorizationServerId = "default", ClientId = clientId, RedirectUri = The.Callback,
            ClientAuthentication = SecretOf(clientId) is { } secret ? ClientAuth.SecretBasic(secret) : ClientAuth.None,
            Time = new Impatient(Time),
        });
    }

    string? SecretOf(string clientId) => Org.Seed.Apps.First(app => app.ClientId == clientId).ClientSecret;

    /// <summary>Of a client that waits for nothing: whoever polls asks again at once.</summary>
    sealed class Impatient(TimeProvider inner) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }

    static OrgSeed Seeded()
    {
        var seed = AuthnOrg.Seeded();
        var code = seed.Apps.First(app => app.ClientId == Code);
        var interaction = code with
        {
            ClientId = Interaction,
            Name = "Interaction",
            ResponseTypes = ["code"],
            GrantTypes = ["authorization_code", "refresh_token", "interaction_code"],
        };
        return seed with
        {
            Engine = OrgEngine.IdentityEngine,
            SessionPolicies = [],
            Apps =
            [
                .. seed.Apps.Select(app => app.ClientId == Web ? app with { GrantTypes = [.. app.GrantTypes, "interaction_code"] } : app),
                interaction, code with { ClientId = TwoFactors, Name = "Two Factors", RequiresFactor = true },
                code with
                {
                    ClientId = TwoDirect, Name = "Two Factors directly", Kind = AppKind.Native, RequiresFactor = true,
                    GrantTypes =
                    [
                        .. code.GrantTypes, "password", "http://auth0.com/oauth/grant-type/mfa-otp",
                        "http://auth0.com/oauth/grant-type/mfa-oob",
                    ],
                },
                interaction with { ClientId = TwoInteraction, Name = "Two Factors by interaction", RequiresFactor = true },
            ],
            Groups = [.. seed.Groups, new() { Id = MayEnroll, Name = "May enroll" }],
            EnrollmentPolicies =
            [
                .. seed.EnrollmentPolicies,
                new()
                {
                    Name = "Google Authenticator", GroupIds = [MayEnroll],
                    Factors = [new() { FactorType = "token:software:totp", Provider = "GOOGLE", IsRequired = true }],
                },
            ],
            Users =
            [
                .. seed.Users.Select(
                    user => user.Login is "nora@example.com" ? user with { GroupIds = [.. user.GroupIds, MayEnroll] } : user),
                Active("00u1tessOneFactor005", "tess@example.com"), Active("00u1rexRecovered0005", "rex@example.com"),
            ],
        };
    }

    /// <summary>As Amy, and the org is content with a password.</summary>
    static SeedUser Active(string id, string login) => AuthnOrg.Seeded().Users.First(user => user.Login is "amy@example.com") with
    {
        Id = id,
        Login = login,
        State = UserState.Active,
        Factors = [new() { FactorType = "question", Secret = "mayonnaise" }],
    };
}
