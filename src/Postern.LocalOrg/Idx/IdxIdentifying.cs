using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.Idx;

/// <summary>Writes what is asked of somebody who has proved nothing yet: idx.md 6.1, 6.2, 8.</summary>
sealed class IdxIdentifying(
    IdxAuthenticators authenticators, IdxSelections selections, IdxChallenges challenges, SignInPolicies policies)
{
    /// <summary>Both, whatever the user has: nobody learns what that is.</summary>
    static readonly Offered[] Recovering = [new(OrgFactors.Email, ["email"], []), new(OrgFactors.Phone, ["sms", "voice"], [])];

    /// <summary>The id of nobody, the same each time.</summary>
    public static string IdOf(string login) => OktaIds.Of(OktaIds.User, "nobody", login);

    public IdxParts Parts(IonForms forms, SignInState state)
    {
        var (transaction, interaction) = (state.Transaction, state.Transaction.Interaction!);
        if (transaction.RecoveryType is RecoveryTypes.Unlock)
            return Unlocking(forms, interaction);
        if (transaction.RecoveryType is not null)
            return interaction.Login is null ? Forgotten(forms) : Proving(forms, interaction);
        if (interaction.Login is not { } login)
            return First(forms, transaction, state as SignInState.Identifying);

        // Whoever another provider signs in is asked nothing here: idx.md 8.
        if (!state.Routing.IsHere)
            return new() { Forms = Elsewhere(forms, state) };

        List<Factor> factors = state is SignInState.ChoosingFirstFactor first ? first.Factors : [];
        var userId = state.Credentials?.User.Id ?? IdOf(login);
        var offered = authenticators.Offer(factors, withPassword: true);
        return interaction.Chosen is OrgFactors.Password || offered.Count == 1
            ? challenges.Password(forms, offered, userId)
            : selections.Choosing(forms, offered, transaction);
    }

    /// <summary>With the password on the same page, unless a policy lets somebody do without.</summary>
    IdxParts First(IonForms forms, Transaction transaction, SignInState.Identifying? state)
    {
        var (interaction, registration) = (transaction.Interaction!, state?.Registration);
        var elsewhere = state is null ? [] : Elsewhere(forms, state);
        if (state is { Routing.IsHere: false })
            return new() { Forms = elsewhere };

        List<JsonObject> shown = interaction.Chosen is Interaction.Registering && registration is not null
            ? [Registering(forms, registration), forms.Form("select-identify", "identify/select")]
            : [Identify(forms, interaction)];
        if (registration is not null && shown.Count == 1)
            shown.Add(forms.Form("select-enroll-profile", "enroll"));
        if (policies.UnlocksAnybody && shown[0]["name"]!.GetValue<string>() is "identify")
            shown.Add(forms.Form("unlock-account", "unlock-account"));
        shown.AddRange(elsewhere);
        return new() { Forms = shown, Current = policies.FactorMayComeFirst ? null : Password(forms) };
    }

    static IReadOnlyList<JsonObject> Elsewhere(IonForms forms, SignInState state) =>
        [.. state.Routing.Providers.Select(provider => Elsewhere(forms, provider))];

    /// <summary>A way to leave: it is no form, and has no <c>rel</c> (idx.md 4.2). Nobody is there, and the page says so.</summary>
    static JsonObject Elsewhere(IonForms forms, IdentityProvider provider) => new()
    {
        ["name"] = "redirect-idp", ["type"] = provider.Type,
        ["idp"] = new JsonObject { ["id"] = provider.Id, ["name"] = provider.Name },
        ["href"] = $"{forms.Org}/sso/idps/{provider.Id}?stateToken={Uri.EscapeDataString(StateHandles.TokenIn(forms.StateHandle))}",
        ["method"] = "GET",
    };

    JsonObject Identify(IonForms forms, Interaction interaction)
    {
        var identifier = forms.Field("identifier", "Username", isRequired: true);
        if (interaction.LoginHint is { } hint)
            identifier["value"] = hint;
        List<JsonObject> fields = [identifier];
        if (!policies.FactorMayComeFirst)
            fields.Add(IonForms.Credentials(forms.Field("passcode", "Password", isSecret: true)));
        fields.Add(new() { ["name"] = "rememberMe", ["type"] = "boolean", ["label"] = "Remember this device" });
        return forms.Form("identify", "identify", fields);
    }

    JsonObject Password(IonForms forms) => authenticators.Complete(
        policies.ResetsAnybody ? new() { ["recover"] = forms.Form("recover", "recover") } : [], OrgFactors.Password,
        IdxAuthenticators.IdOf(OrgFactors.Password), ["password"]);

    /// <summary>UNCONFIRMED (idx.md 5): the order; a password may be given here or set next.</summary>
    static JsonObject Registering(IonForms forms, SelfRegistration registration) =>
        forms.Form("enroll-profile", "enroll/new", IdxQuestions.Profile(forms, registration.Attributes));

    IdxParts Forgotten(IonForms forms) => new()
    {
        Forms = [forms.Form("identify-recovery", "identify", forms.Field("identifier", "Username", isRequired: true))],
        Recovery = authenticators.Of(OrgFactors.Password, ["password"]),
    };

    IdxParts Proving(IonForms forms, Interaction interaction) => Offering(
        forms, interaction, selections.ToRecover(forms, Recovering), authenticators.Of(OrgFactors.Password, ["password"]));

    IdxParts Unlocking(IonForms forms, Interaction interaction) =>
        Offering(forms, interaction, selections.ToUnlock(forms, Recovering), recovery: null);

    IdxParts Offering(IonForms forms, Interaction interaction, JsonObject selection, JsonObject? recovery) => new()
    {
        Forms = interaction.Chosen is OrgFactors.Phone
            ? [selections.Verification(forms, Recovering[1], "currentAuthenticator"), selection]
            : [selection],
        Current = interaction.Chosen is OrgFactors.Phone ? authenticators.Of(OrgFactors.Phone, Recovering[1].Methods) : null,
        Authenticators = selections.Authenticators(Recovering),
        Recovery = recovery,
    };
}
