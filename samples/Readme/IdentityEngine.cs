using Postern.Client;
using Postern.LocalOrg;

namespace Samples;

/// <summary>Tokens at an org on Identity Engine, for an app that wants two factors: by the ladder, and step by step.</summary>
static class IdentityEngine
{
    const string App = "0oa1posternTwoFact05";
    const string Seed = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    public static async Task<string?> IdTokenAsync(string password)
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = Seeded() });
        using var http = new HttpClient(OktaClient.CreateHandler());
        var okta = new OktaClient(
            http,
            new() { Issuer = org.IssuerOf("default"), ClientId = App, RedirectUri = "http://localhost:8080/callback", Time = org.Clock });
        await ReceiptAsync(okta, password, Seed);
        org.Clock.Advance(TimeSpan.FromSeconds(30)); // each code is good once
        return await StepByStepAsync(okta, password, Totp.FromSecret(Seed).CodeAt(org.Clock.GetUtcNow()));
    }

    static async Task ReceiptAsync(OktaClient okta, string password, string seed)
    {
        var options = new SignInOptions { Answers = new() { Totp = Totp.FromSecret(seed) } };
        var tokens = await okta.SignIn.GetTokensAsync("tess@example.com", password, options);
        await Console.Out.WriteLineAsync($"{tokens.Receipt}");
    }

    static async Task<string?> StepByStepAsync(OktaClient okta, string password, string code)
    {
        var interaction = await okta.InteractionCodeFlow.BeginAsync();
        var state = await okta.InteractionCodeFlow.IntrospectAsync(interaction);
        state = await state.Find(IdxStepKind.Identify)!.TakeAsync(new() { Identifier = "tess@example.com", Passcode = password });
        if (state.Find(IdxStepKind.SelectAuthenticator) is { } select)
            state = await select.TakeAsync(new() { Option = select.Options[0], MethodType = "totp" });
        state = await state.Find(IdxStepKind.Challenge)!.TakeAsync(new() { Passcode = code });
        var tokens = await okta.InteractionCodeFlow.ExchangeAsync(interaction, (IdxTransaction.Authorized)state);
        return tokens.IdToken;
    }

    static OrgSeed Seeded()
    {
        var seed = OrgSeed.Default;
        var app = seed.Apps.First(app => app.Kind is AppKind.Native) with
        {
            ClientId = App,
            Name = "Two Factors",
            RequiresFactor = true,
            ResponseTypes = ["code"],
            GrantTypes = ["authorization_code", "interaction_code"],
        };
        var tess = seed.Users.First(user => user.TotpSecret is not null) with
        {
            Id = "00u1tessTwofactors05",
            Login = "tess@example.com",
            State = UserState.Active,
            TotpSecret = Seed,
        };
        return seed with { Engine = OrgEngine.IdentityEngine, Apps = [.. seed.Apps, app], Users = [.. seed.Users, tess] };
    }
}
