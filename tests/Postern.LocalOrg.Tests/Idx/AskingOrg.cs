namespace Postern.LocalOrg.Tests.Idx;

/// <summary>Apps that each ask something.</summary>
public class AskingOrg : IdxOrg
{
    public const string Consenting = "0oa1posternConsent05", Staying = "0oa1posternStaying05", Profiling = "0oa1posternProfile05",
        Registering = "0oa1posternRegister5", Routed = "0oa1posternRouted005", Offering = "0oa1posternOffering5",
        Typed = "0oa1posternTyped0005", Keyed = "0oa1posternKeyed0005",
        Verifying = "0oa1posternVerifyin5";

    const string ApiToken = "00an-api-token-that-is-no-secret";

    public static readonly (string, string) Admin = ("Authorization", $"SSWS {ApiToken}");

    protected override OrgSeed Change(OrgSeed seed)
    {
        var spa = seed.Apps.First(app => app.ClientId == The.Spa);
        var native = seed.Apps.First(app => app.ClientId == The.Native);
        return seed with
        {
            ApiTokens = [ApiToken],
            UserTypes = [new() { Name = "partner" }],
            Users =
            [
                .. seed.Users,
                seed.Users.First(user => user.Login is "ada@example.com") with
                {
                    Id = "00u1patPartner000005", Login = "pat@example.com", Type = "partner",
                },
            ],
            AppPolicies =
            [
                new() { Name = "Stay", Rules = [new() { Name = "All", AsksToStaySignedIn = true }] },
                new()
                {
                    Name = "Typed",
                    Rules =
                    [
                        new() { Name = "Partners", UserTypeIds = ["partner"] }, new() { Name = "Known", KnownDevicesOnly = true },
                        new() { Name = "Others", RequiresFactor = true },
                    ],
                },
                new()
                {
                    Name = "Keyed",
                    Rules = [new() { Name = "All", Constraints = [new() { PhishingResistant = true, HardwareProtected = true }] }],
                },
            ],
            RegistrationPolicies =
            [
                new() { Name = "Open", GroupIds = ["Testers"] },
                new() { Name = "Verified", GroupIds = ["Testers"], VerifiesEmail = true },
                new()
                {
                    Name = "Bit by bit", AllowsRegistration = false, CompletesProfiles = true,
                    Attributes =
                    [
                        new() { Name = "department", Label = "Department" }, new() { Name = "city", IsRequired = false },
                    ],
                },
            ],
            Apps =
            [
                .. seed.Apps, spa with { ClientId = Consenting, Name = "Consenting", RequiresConsent = true },
                native with { ClientId = Staying, Name = "Staying", Policy = "Stay" },
                spa with { ClientId = Profiling, Name = "Profiling", RegistrationPolicy = "Bit by bit" },
                spa with { ClientId = Registering, Name = "Registering", RegistrationPolicy = "Open" },
                spa with { ClientId = Verifying, Name = "Verifying", RegistrationPolicy = "Verified" },
                spa with { ClientId = Routed, Name = "Routed" }, spa with { ClientId = Offering, Name = "Offering" },
                spa with { ClientId = Typed, Name = "Typed", Policy = "Typed" },
                spa with { ClientId = Keyed, Name = "Keyed", Policy = "Keyed" },
            ],
            AuthorizationServers =
            [
                seed.AuthorizationServers[0] with
                {
                    Scopes =
                    [
                        .. seed.AuthorizationServers[0].Scopes,
                        new() { Name = "orders", Consent = ScopeConsent.Required },
                        new() { Name = "extra", Consent = ScopeConsent.Required, IsOptional = true },
                    ],
                },
                .. seed.AuthorizationServers.Skip(1),
            ],
        };
    }
}
