using System.Text.Json.Nodes;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Idx;

/// <summary>Writes what there is to choose from: idx.md 6.2, 6.4, 7.3, 8.</summary>
sealed class IdxSelections(IdxAuthenticators authenticators)
{
    public const string QrCode = "qrcode";

    /// <summary>What may be answered; one of them may have been chosen, whose method is not known yet, or be the only one.</summary>
    public IdxParts Choosing(IonForms forms, IReadOnlyList<Offered> offered, Transaction transaction)
    {
        var chosen = offered.FirstOrDefault(each => each.Key == transaction.Interaction?.Chosen)
            ?? (offered is [{ Key: OrgFactors.Phone } only] ? only : null);
        var selection = ToAnswer(forms, offered);
        return new()
        {
            Forms = chosen is null ? [selection] : [Verification(forms, chosen, "currentAuthenticatorEnrollment"), selection],
            // Recorded with a way to send again what has not been sent yet: idx.md 7.3.
            CurrentEnrollment = chosen is null
                ? null
                : Enrolled(chosen, transaction.UserId, new() { ["resend"] = forms.Form("resend", "challenge/resend") }),
            Authenticators = Authenticators(offered),
            Enrollments = Enrollments(offered, transaction.UserId),
        };
    }

    public JsonObject ToAnswer(IonForms forms, IReadOnlyList<Offered> offered) =>
        forms.Form("select-authenticator-authenticate", "challenge", Options(offered, Related));

    /// <summary>Of an account that nobody has named yet.</summary>
    public JsonObject ToUnlock(IonForms forms, IReadOnlyList<Offered> offered) => forms.Form(
        "select-authenticator-unlock-account", "challenge", forms.Field("identifier", "Username", isRequired: true),
        Options(offered, ByAuthenticator));

    public JsonObject ToRecover(IonForms forms, IReadOnlyList<Offered> offered) =>
        forms.Form("select-authenticator-authenticate", "challenge", Options(offered, ByAuthenticator));

    public JsonObject ToEnroll(IonForms forms, IReadOnlyList<Offered> offered) =>
        forms.Form("select-authenticator-enroll", "credential/enroll", Options(offered, ByAuthenticator, forEnrollment: true));

    /// <summary>The method of one that was chosen without, and whatever else it needs.</summary>
    /// <param name="forms">The answer's.</param>
    /// <param name="offered">Which.</param>
    /// <param name="about">The object of the answer that it is about.</param>
    public JsonObject Verification(IonForms forms, Offered offered, string about) => forms.About(
        about, "authenticator-verification-data", "challenge", Data(offered, Methods(offered, isRequired: true), EnrollmentId(offered)));

    public JsonObject Enrollment(IonForms forms, Offered offered) => forms.About(
        "currentAuthenticator", "authenticator-enrollment-data", "credential/enroll",
        Data(
            offered, Methods(offered, isRequired: true),
            offered.Key is OrgFactors.Phone ? forms.Field("phoneNumber", "Phone number", isRequired: true) : null));

    /// <summary>
    /// How the phone may be led here besides, where Okta Verify is set up. Of this form alone the fields are in a value, and it is about no
    /// object: clients look for the one, and trip over the other (idx.md 8).
    /// </summary>
    public JsonObject Channels(IonForms forms, string current)
    {
        JsonObject channels = new()
        {
            ["name"] = "channel", ["type"] = "string", ["required"] = true,
            ["options"] = new JsonArray(
            [
                .. ((string[])[QrCode, FactorTypes.Email, FactorTypes.Sms]).Where(channel => channel != current).Select(
                    channel => new JsonObject { ["label"] = channel.ToUpperInvariant(), ["value"] = channel }),
            ]),
        };
        JsonObject chosen = new()
        {
            ["name"] = "authenticator", ["type"] = "object", ["label"] = authenticators.NameOf("okta_verify"),
            ["value"] = new JsonObject
            {
                ["form"] = Ion.Fields([Ion.Fixed("id", isRequired: true, IdxAuthenticators.IdOf("okta_verify")), channels]),
            },
        };
        return forms.Form("select-enrollment-channel", "credential/enroll", chosen);
    }

    public IReadOnlyList<JsonObject> Authenticators(IReadOnlyList<Offered> offered) =>
        [.. offered.Select(each => authenticators.Of(each.Key, each.Methods))];

    /// <summary>What the user has of them; a password that nobody has proved is one of them.</summary>
    public IReadOnlyList<JsonObject> Enrollments(IReadOnlyList<Offered> offered, string userId) =>
        [.. offered.SelectMany(each => OneByOne(each, userId))];

    public JsonObject Enrolled(Offered offered, string userId, JsonObject? actions = null)
    {
        if (offered.Key is OrgFactors.Password)
            return authenticators.Complete(actions ?? [], offered.Key, PasswordId(userId), offered.Methods);

        JsonObject begun = [];
        if (ProfileOf(offered.Factors[0]) is { } profile)
            begun["profile"] = profile;
        foreach (var (name, value) in (actions ?? []).ToList())
        {
            actions!.Remove(name);
            begun[name] = value;
        }

        return authenticators.Complete(begun, offered.Key, IdOf(offered), offered.Methods);
    }

    /// <summary>Keys are enrolled one by one, each with its credential.</summary>
    IEnumerable<JsonObject> OneByOne(Offered offered, string userId)
    {
        if (offered.Key is not "webauthn")
            return [Enrolled(offered, userId)];

        return offered.Factors.Select(factor =>
        {
            var key = authenticators.Complete([], offered.Key, factor.Id, offered.Methods);
            key["credentialId"] = factor.CredentialId;
            return key;
        });
    }

    /// <summary>The prefixes of idx.md 4.4 are for an authenticator; a factor's id has its own, and the same rest.</summary>
    public static string IdOf(Offered offered)
    {
        var id = offered.Factors[0].Id;
        return offered.Key switch
        {
            OrgFactors.Email => "eae" + id[3..],
            OrgFactors.Phone => "pae" + id[3..],
            "security_question" => "qae" + id[3..],
            "okta_verify" => "pfd" + id[3..],
            _ => id,
        };
    }

    static string PasswordId(string userId) => "lae" + userId[3..];

    static JsonObject? ProfileOf(Factor factor) => factor.FactorType switch
    {
        FactorTypes.Email => new() { ["email"] = Masked(factor.Email ?? "") },
        FactorTypes.Sms or FactorTypes.Call => new() { ["phoneNumber"] = PhoneNumbers.Masked(factor.PhoneNumber ?? "") },
        FactorTypes.Push => new() { ["deviceName"] = "Test phone" },
        FactorTypes.Question => Question(factor),
        _ => null,
    };

    /// <summary>Okta's catalogue has a key for each; a question of the user's own has its text.</summary>
    public static JsonObject Question(Factor factor) => new()
    {
        ["questionKey"] = QuestionKey(factor),
        ["question"] = QuestionFactor.Questions.GetValueOrDefault(factor.Question ?? "", factor.Question ?? ""),
    };

    public static string QuestionKey(Factor factor) =>
        QuestionFactor.Questions.ContainsKey(factor.Question ?? "") ? factor.Question! : QuestionFactor.Own;

    /// <summary>Not as the Authentication API masks it: <c>a***a@example.com</c>.</summary>
    static string Masked(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at < 1 ? address : $"{address[0]}***{address[at - 1]}{address[at..]}";
    }

    JsonObject Options(IReadOnlyList<Offered> offered, Func<Offered, int, int, string> relates, bool forEnrollment = false)
    {
        JsonArray options = [];
        var enrollment = 0;
        foreach (var (index, each) in offered.Index())
        {
            options.Add((JsonNode)new JsonObject
            {
                ["label"] = authenticators.NameOf(each.Key),
                ["value"] = new JsonObject { ["form"] = Ion.Fields(Fields(each, forEnrollment)) },
                ["relatesTo"] = relates(each, index, enrollment),
            });
            enrollment += each.Key is "webauthn" ? Math.Max(1, each.Factors.Count) : 1;
        }

        return new() { ["name"] = "authenticator", ["type"] = "object", ["options"] = options };
    }

    static string Related(Offered offered, int index, int enrollment) => offered.Key is "okta_verify"
        ? $"$.authenticators.value[{index}]"
        : $"$.authenticatorEnrollments.value[{enrollment}]";

    static string ByAuthenticator(Offered offered, int index, int enrollment) => $"$.authenticators.value[{index}]";

    static IEnumerable<JsonObject> Fields(Offered offered, bool forEnrollment)
    {
        yield return Ion.Fixed("id", isRequired: true, IdxAuthenticators.IdOf(offered.Key));
        yield return Methods(offered, isRequired: false);
        if (forEnrollment && offered.Key is OrgFactors.Phone)
            yield return new() { ["name"] = "phoneNumber", ["label"] = "Phone number", ["required"] = false };
        if (EnrollmentId(offered) is { } enrollmentId)
            yield return enrollmentId;
    }

    JsonObject Data(Offered offered, JsonObject methods, JsonObject? more)
    {
        JsonObject[] fields = [Ion.Fixed("id", isRequired: true, IdxAuthenticators.IdOf(offered.Key)), methods];
        return new()
        {
            ["name"] = "authenticator", ["label"] = authenticators.NameOf(offered.Key),
            ["form"] = Ion.Fields(more is null ? fields : [.. fields, more]),
        };
    }

    static JsonObject Methods(Offered offered, bool isRequired)
    {
        if (offered.Methods is [var only] && offered.Key is not OrgFactors.Phone)
            return Ion.Fixed("methodType", isRequired: false, only);

        return new()
        {
            ["name"] = "methodType", ["type"] = "string", ["required"] = isRequired,
            ["options"] = new JsonArray(
            [
                .. offered.Methods.Select(
                    method => new JsonObject { ["label"] = IdxAuthenticators.LabelOf(method), ["value"] = method }),
            ]),
        };
    }

    static JsonObject? EnrollmentId(Offered offered) => offered is { Key: OrgFactors.Phone, Factors.Count: > 0 }
        ? Ion.Fixed("enrollmentId", isRequired: true, IdOf(offered))
        : null;
}
