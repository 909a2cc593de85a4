using Postern.LocalOrg;

namespace Postern.Browser.Tests.Widget;

/// <summary>People for everything that the newer widgets can show, each of them once for either generation.</summary>
static class EngineSeed
{
    public const string Interacting = "0oa1interactInter005", Hosted = "0oa1hostedHosted0005", Registering = "0oa1registerRegis005";

    const string Offered = "00g1offeredOffered05", Monthly = "00g1monthlyMonthly05", Required = "00g1requiredRequir05";

    public static OrgSeed For(string origin)
    {
        var seed = WidgetSeed.For(origin);
        var app = seed.Apps.First(app => app.Kind is AppKind.Spa) with { AssignsEverybody = true, AssignedGroupIds = [] };
        var interacting = app with
        {
            ClientId = Interacting,
            Name = "Interacting",
            GrantTypes = ["authorization_code", "interaction_code"],
            ResponseTypes = ["code"],
        };
        return seed with
        {
            Engine = OrgEngine.IdentityEngine,
            SessionPolicies = [],
            Groups = [.. seed.Groups, new() { Id = Offered, Name = "Offered" }, new() { Id = Required, Name = "Required" }],
            EnrollmentPolicies =
            [
                new()
                {
                    Name = "Required", GroupIds = [Required], EnrollsAtSignIn = true,
                    Factors =
                    [
                        new() { FactorType = "question", IsRequired = true }, new() { FactorType = "sms", IsRequired = true },
                        new() { FactorType = "email", IsRequired = true }, new() { FactorType = "push", IsRequired = true },
                        new() { FactorType = "token:software:totp", Provider = "GOOGLE", IsRequired = true },
                        new() { FactorType = "token", Provider = "RSA", IsRequired = true },
                        new() { FactorType = "token", Provider = "SYMANTEC", IsRequired = true },
                        new() { FactorType = "token:hardware", Provider = "YUBICO", IsRequired = true },
                    ],
                },
                seed.EnrollmentPolicies[0] with { Name = "Offered", GroupIds = [Offered], EnrollsAtSignIn = true },
                .. seed.EnrollmentPolicies,
            ],
            AppPolicies = [new() { Name = "Two", Rules = [new() { Name = "Two factors", RequiresFactor = true }] }],
            RegistrationPolicies = [new() { Name = "Verified", VerifiesEmail = true }],
            Apps =
            [
                interacting, interacting with { ClientId = Registering, Name = "Registering", RegistrationPolicy = "Verified" },
                app with { ClientId = Hosted, Name = "Hosted", RedirectUris = [origin + EngineWidget.Landing], Policy = "Two" },
            ],
            Users = [.. seed.Users, .. People("second"), .. People("third")],
        };
    }

    /// <summary>By the generation that meets them: <c>amy-third@example.com</c>.</summary>
    static IEnumerable<SeedUser> People(string generation)
    {
        var amy = WidgetSeed.Everything("", "", showsNumber: false);
        foreach (var name in (string[])["amy", "abe", "ann", "art", "amos", "alma", "anja", "abel", "avis"])
            yield return Named(amy, name, generation);
        yield return Named(amy, "nick", generation) with
        {
            Factors =
            [
                .. amy.Factors.Select(factor => factor.FactorType is "push" ? factor with { ShowsNumber = true } : factor),
            ],
        };
        foreach (var name in (string[])["nora", "nils", "nina", "noel", "nell", "nash", "niko", "nate", "nuno", "noah", "nadia"])
            yield return Named(WidgetSeed.User("", ""), name, generation) with { State = UserState.MfaRequired };
        yield return Named(WidgetSeed.User("", ""), "otto", generation) with { GroupIds = [Offered] };
        yield return Named(WidgetSeed.User("", ""), "rory", generation) with { GroupIds = [Required] };
        yield return Named(WidgetSeed.User("", ""), "evan", generation) with { State = UserState.PasswordExpired };
        foreach (var name in (string[])["wim", "wanda"])
            yield return Named(WidgetSeed.User("", ""), name, generation) with
            {
                GroupIds = [Monthly],
                PasswordChanged = TimeProvider.System.GetUtcNow().AddDays(-28),
            };
        foreach (var name in (string[])["finn", "faye"])
            yield return Named(WidgetSeed.User("", ""), name, generation);
        yield return Named(WidgetSeed.User("", ""), "fred", generation) with
        {
            Phone = "+15550100143",
            RecoveryQuestion = "What was your first pet's name?",
            RecoveryAnswer = "Rex the Dog",
        };
        foreach (var name in (string[])["lars", "lena", "lita"])
            yield return Named(WidgetSeed.User("", ""), name, generation) with { State = UserState.LockedOut, Phone = "+15550100144" };
    }

    static SeedUser Named(SeedUser user, string name, string generation) =>
        user with { Id = $"00u1{name}{generation}".PadRight(20, '5'), Login = $"{name}-{generation}@example.com" };
}
