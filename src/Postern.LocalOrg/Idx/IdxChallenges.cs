using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Idx;

/// <summary>Writes what is asked of an authenticator, and where its answer goes: idx.md 6.3, 7.</summary>
sealed class IdxChallenges(IdxAuthenticators authenticators, IdxSelections selections, OrgUrls urls)
{
    const string OnEnrollment = "currentAuthenticatorEnrollment", OnAuthenticator = "currentAuthenticator";

    const int PollMilliseconds = 4000;

    /// <summary>Of those whose recordings show them by the authenticator, and not by what the user has of it: idx.md 4.4.</summary>
    static readonly string[] ByAuthenticator = ["google_otp", "okta_verify", "webauthn", "symantec_vip"];

    /// <summary>The password is asked for; what else could be, may be chosen.</summary>
    public IdxParts Password(IonForms forms, IReadOnlyList<Offered> offered, string userId)
    {
        var password = new Offered(OrgFactors.Password, ["password"], []);
        JsonObject answer = forms.About(
            OnEnrollment, "challenge-authenticator", "challenge/answer",
            IonForms.Credentials(forms.Field("passcode", "Password", isSecret: true)));
        return new()
        {
            Forms = offered.Count > 1 ? [answer, selections.ToAnswer(forms, offered)] : [answer],
            CurrentEnrollment = selections.Enrolled(
                password, userId, new() { ["recover"] = forms.Form("recover", "recover") }),
            Authenticators = selections.Authenticators(offered),
            Enrollments = selections.Enrollments(offered, userId),
        };
    }

    /// <summary>A factor is asked.</summary>
    public IdxParts Factor(IonForms forms, SignInState.FactorChallenged state, IReadOnlyList<Offered> offered)
    {
        var factor = state.Factor;
        var kind = OrgFactors.Find(factor.FactorType, factor.Provider)!;
        var asked = new Offered(kind.Authenticator, [kind.Method], [factor]);
        var member = ByAuthenticator.Contains(kind.Authenticator) ? OnAuthenticator : OnEnrollment;
        var rejected = kind.FactorType is FactorTypes.Push && state.Transaction.FactorResult is not FactorResults.Waiting;
        List<JsonObject> answers = [rejected ? Again(forms) : Answer(forms, state, kind, member)];
        if (offered.Count > 1 || kind.FactorType is FactorTypes.Push)
            answers.Add(selections.ToAnswer(forms, offered));
        var current = Actions(forms, state, kind, isWaiting: !rejected);
        return new()
        {
            Forms = answers,
            Message = rejected ? Rejected(state.Transaction.FactorResult) : null,
            Current = member is OnAuthenticator
                ? authenticators.Complete(current, kind.Authenticator, IdxAuthenticators.IdOf(kind.Authenticator), asked.Methods)
                : null,
            CurrentEnrollment = member is OnEnrollment ? selections.Enrolled(asked, state.Transaction.UserId, current) : null,
            Authenticators = selections.Authenticators(offered),
            Enrollments = selections.Enrollments(offered, state.Transaction.UserId),
        };
    }

    /// <summary>A code was sent that proves whose account is to be recovered, or it only seems so.</summary>
    public IdxParts Recovery(IonForms forms, Transaction transaction)
    {
        var (key, method) = transaction.RecoveryFactor switch
        {
            "SMS" => (OrgFactors.Phone, "sms"),
            "CALL" => (OrgFactors.Phone, "voice"),
            _ => (OrgFactors.Email, "email"),
        };
        var actions = key is OrgFactors.Email ? Mailed(forms) : new() { ["resend"] = forms.Form("resend", "challenge/resend") };
        return new()
        {
            Forms = [Coded(forms, OnAuthenticator)],
            Current = authenticators.Complete(actions, key, IdxAuthenticators.IdOf(key), [method]),
            Authenticators = [authenticators.Of(key, [method])],
            Recovery = authenticators.Of(OrgFactors.Password, ["password"]),
        };
    }

    /// <summary>The question that only whose account it is can answer.</summary>
    public IdxParts RecoveryQuestion(IonForms forms, string? question)
    {
        JsonObject enrolled = new() { ["questionKey"] = QuestionFactor.Own, ["question"] = question };
        JsonObject contextual = new() { ["contextualData"] = new JsonObject { ["enrolledQuestion"] = enrolled } };
        return new()
        {
            Forms = [Questioned(forms, OnAuthenticator, QuestionFactor.Own, question ?? "")],
            Current = authenticators.Complete(
                contextual, "security_question", IdxAuthenticators.IdOf("security_question"), ["security_question"]),
            Authenticators = [authenticators.Of("security_question", ["security_question"])],
        };
    }

    static JsonObject Answer(IonForms forms, SignInState.FactorChallenged state, OrgFactor kind, string member) => kind switch
    {
        { FactorType: FactorTypes.Push } => forms.Poll(
            member, "challenge-poll", "authenticators/poll", PollMilliseconds,
            new JsonObject
            {
                ["name"] = "autoChallenge", ["type"] = "boolean", ["label"] = "Send push automatically", ["required"] = false,
                ["value"] = state.Transaction.AutoPush, ["mutable"] = true,
            }),
        { FactorType: FactorTypes.Question } => Questioned(
            forms, member, IdxSelections.QuestionKey(state.Factor), (string)IdxSelections.Question(state.Factor)["question"]!),
        { FactorType: FactorTypes.WebAuthn } => forms.About(
            member, "challenge-authenticator", "challenge/answer",
            IonForms.Credentials(
                Signed(forms, "authenticatorData", "Authenticator Data"), Signed(forms, "clientData", "Client Data"),
                Signed(forms, "signatureData", "Signature Data"))),
        { Key: "okta_otp" } => Coded(forms, member, "totp"),
        _ => Coded(forms, member),
    };

    static JsonObject Coded(IonForms forms, string member, string name = "passcode") => forms.About(
        member, "challenge-authenticator", "challenge/answer", IonForms.Credentials(forms.Field(name, "Enter code")));

    static JsonObject Questioned(IonForms forms, string member, string key, string question) => forms.About(
        member, "challenge-authenticator", "challenge/answer",
        IonForms.Credentials(
            new JsonObject
            {
                ["name"] = "questionKey", ["label"] = question, ["required"] = true, ["value"] = key, ["visible"] = false,
                ["mutable"] = false,
            },
            forms.Field("answer", "Answer", isRequired: true, isSecret: true)));

    /// <summary>Scripts fill these in.</summary>
    public static JsonObject Signed(IonForms forms, string name, string label)
    {
        var field = forms.Field(name, label, isRequired: true);
        field["visible"] = false;
        return field;
    }

    JsonObject Actions(IonForms forms, SignInState.FactorChallenged state, OrgFactor kind, bool isWaiting) => kind.FactorType switch
    {
        FactorTypes.Email => Mailed(forms),
        FactorTypes.Sms or FactorTypes.Call => new() { ["resend"] = forms.Form("resend", "challenge/resend") },
        FactorTypes.Question => new()
        {
            ["contextualData"] = new JsonObject { ["enrolledQuestion"] = IdxSelections.Question(state.Factor) },
        },
        FactorTypes.Push when isWaiting => Pushed(forms, state.Transaction.Challenge?.CorrectAnswer),
        FactorTypes.WebAuthn => new() { ["contextualData"] = new JsonObject { ["challengeData"] = ChallengeData(state.Transaction) } },
        _ => [],
    };

    /// <summary>A mail may be sent again, and its link be opened elsewhere.</summary>
    public static JsonObject Mailed(IonForms forms) => new()
    {
        ["resend"] = forms.Form("resend", "challenge/resend"),
        ["poll"] = forms.Poll(null, "poll", "challenge/poll", PollMilliseconds),
    };

    static JsonObject Pushed(IonForms forms, int? number)
    {
        JsonObject actions = new() { ["resend"] = Again(forms, isAbout: false) };
        if (number is { } shown)
            actions["contextualData"] = new JsonObject { ["correctAnswer"] = $"{shown}" };
        return actions;
    }

    /// <summary>
    /// Browsers take no AppID but an https URL, and ask no key at all where there is another (WebAuthn, the appid extension).
    /// </summary>
    JsonObject ChallengeData(Transaction transaction)
    {
        JsonObject asked = new() { ["challenge"] = transaction.Challenge?.Nonce, ["userVerification"] = "preferred" };
        if (urls.AreSecure)
            asked["extensions"] = new JsonObject { ["appid"] = urls.Public };
        return asked;
    }

    /// <summary>Another push: the form says which, since it chooses it anew.</summary>
    static JsonObject Again(IonForms forms, bool isAbout = true)
    {
        var push = Ion.Hidden("authenticator", new JsonObject { ["methodType"] = "push", ["id"] = IdxAuthenticators.IdOf("okta_verify") });
        return isAbout ? forms.About(OnAuthenticator, "resend", "challenge", push) : forms.Form("resend", "challenge", push);
    }

    /// <summary>UNCONFIRMED (idx.md 7.5): what is said of a push that nobody answered.</summary>
    static JsonObject Rejected(string? result) => result is FactorResults.Rejected
        ? Ion.Message("You have chosen to reject this login.", "api.authn.poll.error.push_rejected")
        : Ion.Message("Your push notification has timed out. Send another one.", "oie.authenticator.verify.error.fail");
}
