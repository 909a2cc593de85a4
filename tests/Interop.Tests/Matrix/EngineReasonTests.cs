using Postern.Client;
using Postern.Interop.Tests.Authn;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Matrix;

/// <summary>What goes wrong at an org on Identity Engine, in each of the ways to tokens, by the id of the catalogue.</summary>
public sealed class EngineReasonTests(EngineReasonTests.EngineOrg org) : IClassFixture<EngineReasonTests.EngineOrg>
{
    static readonly Dictionary<string, Func<EngineOrg, CancellationToken, Task>> Slips = new()
    {
        ["B01 a wrong password"] = (org, ct) => InteractAsync(org, The.Ada, new(), ct, password: "wrong"),
        ["B03 a second factor that nobody answers"] = (org, ct) =>
            InteractAsync(org, "tess@example.com", new(), ct, IdentityEngineOrg.TwoInteraction),
        ["B04 an authenticator to be set up"] = (org, ct) => InteractAsync(org, "nora@example.com", new(), ct),
        ["B06 an expired password"] = (org, ct) => InteractAsync(org, "eve@example.com", new(), ct),
        ["B12 an app that is routed to another provider"] = (org, ct) =>
            InteractAsync(org, The.Ada, new(), ct, EngineOrg.Routed),
        ["B15 an interaction that was left too long"] = async (org, ct) =>
        {
            var flow = org.Connect(IdentityEngineOrg.Interaction).InteractionCodeFlow;
            var begun = await flow.BeginAsync(ct: ct);
            org.Time.Advance(TimeSpan.FromHours(3));
            await flow.SignInAsync(begun, The.Ada, The.Password, ct: ct);
        },
        ["B16 a wrong answer"] = (org, ct) => InteractAsync(org, "amy@example.com", new() { SecurityAnswer = "ketchup" }, ct),
        ["C05 an app that is not the user's"] = (org, ct) => InteractAsync(org, "una@example.com", new(), ct),
        ["C08 consent"] = (org, ct) => org.Connect(EngineOrg.Consenting).InteractionCodeFlow.GetTokensAsync(
            The.Ada, The.Password, options: new() { Scopes = ["openid", "ledger"] }, ct: ct),
        ["C16 a page for an app that signs its users in itself"] = (org, ct) =>
            org.Connect(IdentityEngineOrg.Interaction).AuthorizationCodeFlow.TryAsync(new() { Prompt = null }, ct),
        ["D04 an app without the grant"] = (org, ct) => InteractAsync(org, The.Ada, new(), ct, IdentityEngineOrg.Code),
        ["F01 a session token where the app wants two factors"] = (org, ct) =>
            org.Connect(IdentityEngineOrg.TwoFactors).SessionTokenFlow.GetTokensAsync("tess@example.com", The.Password, ct: ct),
        ["F09 a security key alone"] = (org, ct) => InteractAsync(org, "key@example.com", new(), ct, IdentityEngineOrg.TwoInteraction),
        ["F10 a profile to be completed"] = (org, ct) => InteractAsync(org, The.Ada, new(), ct, EngineOrg.Profiling),
        ["F10 a profile to be completed behind the page"] = (org, ct) =>
            org.Connect(EngineOrg.ProfilingPage).HostedPageFlow.GetTokensAsync(The.Ada, The.Password, ct: ct),
    };

    public static TheoryData<string> Named => [.. Slips.Keys];

    [Theory]
    [MemberData(nameof(Named))]
    public async Task A_slip_is_called_by_its_id_and_its_hint_is_the_catalogues(string named)
    {
        var failed = await Should.ThrowAsync<OktaException>(() => Slips[named](org, TestContext.Current.CancellationToken));

        failed.Reason.ShouldNotBeNull($"{failed.Message} {failed.Hint}");
        failed.Reason.Id.ShouldBe(named[..3], failed.Message);
        failed.Hint.ShouldContain(failed.Reason.Remedy);
    }

    static Task<TokenSet> InteractAsync(
        EngineOrg org, string login, AuthnAnswers answers, CancellationToken ct, string app = IdentityEngineOrg.Interaction,
        string password = The.Password) =>
        org.Connect(app).InteractionCodeFlow.GetTokensAsync(login, password, answers, ct: ct);

    /// <summary>With an app, or a user, for each of them.</summary>
    public sealed class EngineOrg : IdentityEngineOrg
    {
        public const string Consenting = "0oa1posternConsent05", Profiling = "0oa1posternProfile05", ProfilingPage = "0oa1posternProfPage5",
            Routed = "0oa1posternRouted005";

        // A public key of P-256 as COSE has it: nobody has the other half.
        const string SecurityKey =
            "pQECAyYgASFYIEccPnWMSQQoW7p-UxGO0PUkresHV9Jb0vjnsNdt-nFMIlgg3VIPesqKi5F6zDf1HejwybvjrYWDgucC3CWhLQn3qFg";

        protected override OrgSeed Change(OrgSeed seed)
        {
            var interaction = seed.Apps.First(app => app.ClientId == Interaction);
            var tess = seed.Users.First(user => user.Login is "tess@example.com");
            return seed with
            {
                AuthorizationServers =
                [
                    seed.AuthorizationServers[0] with
                    {
                        Scopes =
                        [
                            .. seed.AuthorizationServers[0].Scopes, new() { Name = "ledger", Consent = ScopeConsent.Required },
                        ],
                    },
                    .. seed.AuthorizationServers.Skip(1),
                ],
                RegistrationPolicies =
                [
                    new()
                    {
                        Name = "Bit by bit", AllowsRegistration = false, CompletesProfiles = true,
                        Attributes = [new() { Name = "department", Label = "Department" }],
                    },
                ],
                IdentityProviders =
                [
                    new()
                    {
                        Name = "Elsewhere", Type = "OIDC",
                        Protocol = new()
                        {
                            ["type"] = "OIDC", ["scopes"] = new System.Text.Json.Nodes.JsonArray("openid"),
                            ["credentials"] = new System.Text.Json.Nodes.JsonObject
                            {
                                ["client"] = new System.Text.Json.Nodes.JsonObject { ["client_id"] = "ours" },
                            },
                        },
                    },
                ],
                RoutingRules = [new() { Name = "Routed", ProviderIds = ["Elsewhere"], AppIds = [Routed] }],
                Apps =
                [
                    .. seed.Apps, interaction with { ClientId = Consenting, Name = "Consenting", RequiresConsent = true },
                    interaction with { ClientId = Profiling, Name = "Profiling", RegistrationPolicy = "Bit by bit" },
                    interaction with { ClientId = Routed, Name = "Routed" },
                    seed.Apps.First(app => app.ClientId == Code) with
                    {
                        ClientId = ProfilingPage, Name = "Profiling by a page", RegistrationPolicy = "Bit by bit",
                    },
                ],
                Users =
                [
                    .. seed.Users,
                    tess with
                    {
                        Id = "00u1keyKeys000000005", Login = "key@example.com", TotpSecret = null,
                        Factors =
                        [
                            new() { FactorType = "webauthn", Provider = "FIDO", CredentialId = "Y3JlZGVudGlhbA", PublicKey = SecurityKey },
                        ],
                    },
                ],
            };
        }
    }
}
