using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.Idx;

/// <summary>
/// Writes what is asked beside proofs: a device's code, what the profile lacks, consent, whether to stay signed in, whether another
/// activation link is wanted (idx.md 5, 8).
/// UNCONFIRMED there: most of the members.
/// </summary>
static class IdxQuestions
{
    public static IdxParts UserCode(IonForms forms) => new()
    {
        Forms = [forms.Form("user-code", "device/activate", forms.Field("userCode", "Activation Code", isRequired: true))],
    };

    public static IdxParts RequestActivation(IonForms forms) => new()
    {
        Forms = [forms.Form("request-activation-email", "request-activation")],
        Message = Ion.Message(
            "Your account activation link is no longer valid. Request a new activation email below.", "idx.expired.activation.token"),
    };

    public static IdxParts Profile(IonForms forms, SignInState.CompletingProfile state)
    {
        var form = forms.Form("profile-update", "enroll/update", Profile(forms, state.Missing));
        return new() { Forms = state.MaySkip ? [form, forms.Form("skip", "skip")] : [form] };
    }

    public static JsonObject Profile(IonForms forms, IEnumerable<SelfRegistration.Attribute> attributes)
    {
        var profile = Ion.Nested(
            "userProfile", [.. attributes.Select(each => forms.Field(each.Name, each.Label, each.IsRequired))]);
        profile["required"] = true;
        return profile;
    }

    /// <summary>Where some of it may be kept back, it says what.</summary>
    public static IdxParts Consent(IonForms forms, SignInState.AskingConsent state)
    {
        List<JsonObject> fields = [Chosen("consent", "Allow access")];
        var isGranular = state.Scopes.Any(scope => scope.IsOptional);
        if (isGranular)
            fields.Add(Ion.Nested("optedScopes", [.. state.Scopes.Select(Opted)]));
        var form = forms.Form(isGranular ? "granular-consent" : "consent", "consent", fields);
        form["scopes"] = new JsonArray([.. state.Scopes.Select(Described)]);
        return new() { Forms = [form] };
    }

    public static IdxParts Stay(IonForms forms)
    {
        var stays = Chosen("keepMeSignedIn", "Stay signed in");
        stays["value"] = false;
        stays["mutable"] = true;
        return new() { Forms = [forms.Form("keep-me-signed-in", "keep-me-signed-in", stays)] };
    }

    static JsonObject Chosen(string name, string label) =>
        new() { ["name"] = name, ["type"] = "boolean", ["label"] = label, ["required"] = true };

    static JsonObject Opted(OAuth2Scope scope) => new()
    {
        ["name"] = scope.Name, ["type"] = "boolean", ["label"] = scope.DisplayName ?? scope.Name, ["required"] = !scope.IsOptional,
        ["value"] = true, ["mutable"] = scope.IsOptional,
    };

    static JsonObject Described(OAuth2Scope scope)
    {
        JsonObject described = new() { ["name"] = scope.Name, ["label"] = scope.DisplayName ?? scope.Name };
        if (scope.Description is { } description)
            described["desc"] = description;
        return described;
    }
}
