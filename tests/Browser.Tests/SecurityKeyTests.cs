using System.Text.Json;
using Microsoft.Playwright;
using Postern.LocalOrg;
using Postern.LocalOrg.WebAuthn;

namespace Postern.Browser.Tests;

/// <summary>A security key as a real browser has it: what it attests and asserts, the org must accept.</summary>
[Trait("Speed", "Slow")]
public class SecurityKeyTests(Chromium chromium)
{
    const string EnrollAndSignIn = """
        async ({ org }) => {
          const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
          const post = async (href, body) => {
            const response = await fetch(href, { method: 'POST', headers, body: JSON.stringify(body) });
            const json = await response.json();
            if (!response.ok) throw new Error(JSON.stringify(json));
            return json;
          };
          const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
          const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
          const signIn = () => post(`${org}/api/v1/authn`, { username: 'kim@example.com', password: 'Correct-Horse-9' });

          let tx = await signIn();
          tx = await post(tx._embedded.factors[0]._links.enroll.href, { stateToken: tx.stateToken, factorType: 'webauthn', provider: 'FIDO' });
          const { activation } = tx._embedded.factor._embedded;
          const publicKey = { ...activation, challenge: bytes(activation.challenge), user: { ...activation.user, id: bytes(activation.user.id) } };
          const { response: made } = await navigator.credentials.create({ publicKey });
          const enrolled = await post(tx._links.next.href, { stateToken: tx.stateToken, attestation: text(made.attestationObject), clientData: text(made.clientDataJSON) });

          tx = await signIn();
          const factor = tx._embedded.factors[0];
          tx = await post(factor._links.verify.href, { stateToken: tx.stateToken });
          const { challenge, userVerification } = tx._embedded.factor._embedded.challenge;
          const allowCredentials = [{ type: 'public-key', id: bytes(factor.profile.credentialId) }];
          const { response: signed } = await navigator.credentials.get({ publicKey: { challenge: bytes(challenge), userVerification, allowCredentials } });
          const done = await post(tx._links.next.href, {
            stateToken: tx.stateToken, clientData: text(signed.clientDataJSON), authenticatorData: text(signed.authenticatorData), signatureData: text(signed.signature),
          });
          return { enrolled: enrolled.status, done: done.status, sessionToken: done.sessionToken };
        }
        """;

    [Fact]
    public async Task A_security_key_is_enrolled_and_signs_in()
    {
        await using var app = await RelyingApp.StartAsync();
        await using var org = await StartAsync(app);

        await chromium.InPageAsync(async page =>
        {
            await PlugInAsync(page);
            _ = await page.GotoAsync(app.Url + "/page");

            var result = await page.EvaluateAsync<JsonElement>(EnrollAndSignIn, new { org = org.Url });

            result.GetProperty("enrolled").GetString().ShouldBe("SUCCESS");
            result.GetProperty("done").GetString().ShouldBe("SUCCESS");
            result.GetProperty("sessionToken").GetString()!.ShouldStartWith("20111");
        });
    }

    [Theory]
    [InlineData(OrgEngine.Classic)]
    [InlineData(OrgEngine.IdentityEngine)]
    public async Task On_the_orgs_own_pages_a_security_key_is_set_up_and_signs_in(OrgEngine engine)
    {
        await using var app = await RelyingApp.StartAsync();
        await using var org = await StartAsync(app, engine);
        var authorize = $"{org.IssuerOf("default")}/v1/authorize?client_id={app.Seed.ClientId}&response_type=id_token&state=s-1&nonce=n-1" +
            $"&scope=openid&redirect_uri={Uri.EscapeDataString(app.RedirectUri)}";

        await chromium.InPageAsync(async page =>
        {
            await PlugInAsync(page);
            await SignInAsync(page, authorize);
            await page.GetByRole(AriaRole.Button, new() { Name = "Set up security key (required)" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Register your security key" }).ClickAsync();
            await Assertions.Expect(page).ToHaveTitleAsync("Signed in");

            await page.Context.ClearCookiesAsync();
            await SignInAsync(page, authorize);
            await page.GetByRole(AriaRole.Button, new() { Name = "Verify with your security key" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Use your security key" }).ClickAsync();
            await Assertions.Expect(page).ToHaveTitleAsync("Signed in");
        });
    }

    static async Task SignInAsync(IPage page, string authorize)
    {
        _ = await page.GotoAsync(authorize);
        await page.GetByLabel("Username").FillAsync("kim@example.com");
        await page.GetByLabel("Password").FillAsync("Correct-Horse-9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>On the app's host: browsers know no relying party that is an address.</summary>
    static Task<LocalOrg.LocalOrg> StartAsync(RelyingApp app, OrgEngine engine = OrgEngine.Classic) =>
        LocalOrg.LocalOrg.StartAsync(
            new()
            {
                SecurityKeys = WebAuthnVerifier.VerifyAsync,
                PublicUrl = "http://localhost:0",
                Seed = OrgSeed.Default with
                {
                    Engine = engine,
                    Users =
                    [
                        new()
                        {
                            Id = "00u1kimKeys000000005",
                            Login = "kim@example.com",
                            Password = "Correct-Horse-9",
                            State = UserState.MfaRequired,
                        },
                    ],
                    Apps = [app.Seed with { AssignsEverybody = true }],
                    EnrollmentPolicies =
                    [
                        new() { Name = "Keys", Factors = [new() { FactorType = "webauthn", Provider = "FIDO", IsRequired = true }] },
                    ],
                },
            },
            TestContext.Current.CancellationToken);

    static async Task PlugInAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        _ = await session.SendAsync("WebAuthn.enable");
        _ = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new
            {
                protocol = "ctap2",
                transport = "usb",
                hasUserVerification = true,
                isUserVerified = true,
                automaticPresenceSimulation = true,
            },
        });
    }
}
