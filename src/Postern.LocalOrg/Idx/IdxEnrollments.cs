using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Idx;

/// <summary>Writes how authenticators are set up: idx.md 7.0, 8. UNCONFIRMED there: most of the members.</summary>
sealed class IdxEnrollments(IdxAuthenticators authenticators, IdxSelections selections, OrgUrls urls, OrgDirectory directory)
{
    const string Current = "currentAuthenticator";
    const int PollMilliseconds = 4000;

    /// <summary>These may be set up; one of them may have been chosen, which must be told more.</summary>
    public IdxParts Choosing(IonForms forms, SignInState.ChoosingEnrollment state)
    {
        var offered = Missing(state.Choices, state.Enrolled);
        var chosen = offered.FirstOrDefault(each => each.Key == state.Transaction.Interaction?.Chosen);
        List<JsonObject> shown = chosen is null ? [] : [Needed(forms, chosen)];
        shown.Add(selections.ToEnroll(forms, offered));
        if (state.MaySkip)
            shown.Add(forms.Form("skip", "skip"));
        return new()
        {
            Forms = shown,
            Current = chosen is null
                ? null
                : authenticators.Complete(Contextual(chosen), chosen.Key, IdxAuthenticators.IdOf(chosen.Key), chosen.Methods),
            Authenticators = selections.Authenticators(offered),
            Enrollments = Enrolled(state.Enrolled, state),
        };
    }

    /// <summary>This one is being set up, or another in its place.</summary>
    public IdxParts Enrolling(IonForms forms, SignInState.Enrolling state)
    {
        var factor = state.Factor;
        var kind = OrgFactors.Find(factor.FactorType, factor.Provider)!;
        var offered = Missing(state.Choices, state.Enrolled);
        List<JsonObject> shown = factor.FactorType is FactorTypes.Push ? Led(forms, state) : [Proof(forms, factor)];
        return new()
        {
            Forms = Registered.IsVerifying(state.Transaction) ? shown : [.. shown, selections.ToEnroll(forms, offered)],
            Current = authenticators.Complete(
                Actions(forms, state), kind.Authenticator, IdxAuthenticators.IdOf(kind.Authenticator), [kind.Method]),
            Authenticators = selections.Authenticators(offered),
            Enrollments = Enrolled(state.Enrolled, state),
        };
    }

    IReadOnlyList<Offered> Missing(List<FactorRule> rules, List<Factor> enrolled) =>
        authenticators.Offer(rules.Where(rule => !NextState.IsEnrolled(rule, enrolled)));

    /// <summary>Whoever has just become a user may have no password yet.</summary>
    IReadOnlyList<JsonObject> Enrolled(List<Factor> factors, SignInState state) => selections.Enrollments(
        authenticators.Offer(factors, withPassword: state.Credentials is { PasswordHash.Length: > 0 }), state.Transaction.UserId);

    JsonObject Needed(IonForms forms, Offered chosen) => chosen.Key switch
    {
        "security_question" => forms.About(Current, "enroll-authenticator", "challenge/answer", Questions(forms)),
        OrgFactors.Phone => selections.Enrollment(forms, chosen),
        "rsa_token" => Proved(
            forms, forms.Field("clientData", "User Name", isRequired: true), forms.Field("passcode", "Passcode", isRequired: true)),
        "symantec_vip" => Proved(
            forms, forms.Field("credentialId", "Enter credential ID", isRequired: true),
            forms.Field("passcode", "Security Code 1", isRequired: true), forms.Field("nextPasscode", "Security Code 2", isRequired: true)),
        _ => Proved(forms, forms.Field("passcode", "Enter code")),
    };

    static JsonObject Proved(IonForms forms, params JsonObject[] fields) =>
        forms.About(Current, "enroll-authenticator", "challenge/answer", IonForms.Credentials(fields));

    static JsonObject Contextual(Offered chosen) => chosen.Key is "security_question"
        ? new()
        {
            ["contextualData"] = new JsonObject
            {
                ["questions"] = new JsonArray([.. Catalogue().Select(each => Question(each.Key, each.Value))]),
                ["questionKeys"] = new JsonArray(
                    [QuestionFactor.Own, .. Catalogue().Select(each => (JsonNode)each.Key)]),
            },
        }
        : [];

    static IEnumerable<KeyValuePair<string, string>> Catalogue() => QuestionFactor.Questions;

    static JsonObject Question(string key, string text) => new() { ["questionKey"] = key, ["question"] = text };

    /// <summary>One of Okta's, or one of one's own.</summary>
    static JsonObject Questions(IonForms forms) => new()
    {
        ["name"] = "credentials", ["type"] = "object", ["required"] = true,
        ["options"] = new JsonArray(
            Option(
                "Choose a security question",
                new JsonObject
                {
                    ["name"] = "questionKey", ["type"] = "string", ["label"] = "Choose a security question", ["required"] = true,
                    ["options"] = new JsonArray(
                    [
                        .. Catalogue().Select(each => new JsonObject { ["label"] = each.Value, ["value"] = each.Key }),
                    ]),
                },
                forms.Field("answer", "Answer", isRequired: true, isSecret: true)),
            Option(
                "Create my own security question",
                Ion.Fixed("questionKey", isRequired: true, QuestionFactor.Own),
                forms.Field("question", "Create a security question", isRequired: true),
                forms.Field("answer", "Answer", isRequired: true, isSecret: true))),
    };

    static JsonObject Option(string label, params JsonObject[] fields) =>
        new() { ["label"] = label, ["value"] = new JsonObject { ["form"] = Ion.Fields(fields) } };

    /// <summary>A phone, by the code on the page or by a link that is sent: to whom, it is asked first.</summary>
    List<JsonObject> Led(IonForms forms, SignInState.Enrolling state)
    {
        var interaction = state.Transaction.Interaction!;
        var first = interaction is { Channel: FactorTypes.Email or FactorTypes.Sms, LinkTo: null }
            ? forms.About(Current, "enrollment-channel-data", "challenge/send", interaction.Channel is FactorTypes.Email
                ? forms.Field("email", "Email", isRequired: true)
                : forms.Field("phoneNumber", "Phone Number", isRequired: true))
            : forms.Poll(Current, "enroll-poll", "challenge/poll", PollMilliseconds);
        return [first, selections.Channels(forms, interaction.Channel ?? IdxSelections.QrCode)];
    }

    static JsonObject Proof(IonForms forms, Factor factor) => factor.FactorType switch
    {
        FactorTypes.WebAuthn => Proved(
            forms, IdxChallenges.Signed(forms, "clientData", "Client Data"), IdxChallenges.Signed(forms, "attestation", "Attestation")),
        FactorTypes.Totp when factor.Provider is "OKTA" => Proved(forms, forms.Field("totp", "Enter code")),
        _ => Proved(forms, forms.Field("passcode", "Enter code")),
    };

    JsonObject Actions(IonForms forms, SignInState.Enrolling state) => state.Factor.FactorType switch
    {
        FactorTypes.Sms or FactorTypes.Call => new()
        {
            ["profile"] = new JsonObject { ["phoneNumber"] = PhoneNumbers.Masked(state.Factor.PhoneNumber ?? "") },
            ["resend"] = forms.Form("resend", "challenge/resend"),
        },
        FactorTypes.Email => IdxChallenges.Mailed(forms),
        FactorTypes.Totp => new()
        {
            ["contextualData"] = new JsonObject { ["qrcode"] = QrCode(state), ["sharedSecret"] = state.Factor.Secret },
        },
        FactorTypes.Push => Phone(forms, state),
        FactorTypes.WebAuthn => new() { ["contextualData"] = new JsonObject { ["activationData"] = ActivationData(state) } },
        _ => [],
    };

    JsonObject Phone(IonForms forms, SignInState.Enrolling state)
    {
        var interaction = state.Transaction.Interaction!;
        if (interaction.Channel is null or IdxSelections.QrCode)
            return new()
            {
                ["contextualData"] = new JsonObject { ["qrcode"] = QrCode(state), ["selectedChannel"] = IdxSelections.QrCode },
            };

        JsonObject told = new() { ["selectedChannel"] = interaction.Channel };
        JsonObject actions = new() { ["contextualData"] = told };
        if (interaction.LinkTo is { } to)
        {
            told[interaction.Channel is FactorTypes.Email ? "email" : "phoneNumber"] = to;
            actions["resend"] = forms.Form("resend", "challenge/resend");
        }

        return actions;
    }

    JsonObject QrCode(SignInState.Enrolling state) => new()
    {
        ["method"] = "embedded",
        ["href"] = urls.QrCode(state.Transaction.UserId, state.Factor.Id, state.Factor.QrToken),
        ["type"] = "image/png",
    };

    /// <summary>WebAuthn section 5.4, as the Authentication API has it: authn.md 6.8.</summary>
    JsonObject ActivationData(SignInState.Enrolling state)
    {
        var user = state.Credentials!.User;
        return new()
        {
            ["rp"] = new JsonObject { ["name"] = directory.Org.Name },
            ["user"] = new JsonObject { ["displayName"] = user.Name, ["name"] = user.Login, ["id"] = user.Id },
            ["pubKeyCredParams"] = new JsonArray(
            [
                .. WebAuthnFactor.Algorithms.Select(
                    algorithm => new JsonObject { ["type"] = "public-key", ["alg"] = algorithm }),
            ]),
            ["challenge"] = state.Transaction.Challenge?.Nonce,
            ["attestation"] = "direct",
            ["authenticatorSelection"] = new JsonObject { ["userVerification"] = "preferred", ["requireResidentKey"] = false },
            ["u2fParams"] = new JsonObject { ["appid"] = urls.Public },
            ["excludeCredentials"] = new JsonArray(
            [
                .. state.Enrolled.Where(factor => factor.PublicKey is not null).Select(
                    factor => new JsonObject { ["type"] = "public-key", ["id"] = factor.CredentialId }),
            ]),
        };
    }
}
