using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Idx;

/// <summary>Writes that a password is to be set: expired, soon, forgotten, or none yet (idx.md 4.5, 8).</summary>
sealed class IdxPasswords(IdxAuthenticators authenticators, IdxSelections selections)
{
    static readonly Offered[] Itself = [new(OrgFactors.Password, ["password"], [])];

    public IdxParts Due(IonForms forms, SignInState.PasswordDue state, string orgName)
    {
        var transaction = state.Transaction;
        var isWarning = transaction.Status is AuthnStatuses.PasswordWarn;
        var form = forms.About(
            "currentAuthenticator", NameOf(transaction), "challenge/answer",
            IonForms.Credentials(forms.Field("passcode", "New password", isSecret: true)));
        return new()
        {
            Forms = isWarning ? [form, forms.Form("skip", "skip")] : [form],
            Message = isWarning ? Expiring(orgName) : null,
            Current = WithSettings(state),
            Authenticators = selections.Authenticators(Itself),
            Enrollments = selections.Enrollments(Itself, transaction.UserId),
            Recovery = isWarning || IsFirst(transaction) ? null : WithSettings(state),
            Enrollment = IsFirst(transaction) ? WithSettings(state) : null,
        };
    }

    static bool IsFirst(Transaction transaction) => transaction.RecoveryType is RecoveryTypes.AccountActivation;

    static string NameOf(Transaction transaction) => transaction.Status switch
    {
        AuthnStatuses.PasswordWarn => "reenroll-authenticator-warning",
        AuthnStatuses.PasswordExpired => "reenroll-authenticator",
        _ => IsFirst(transaction) ? "enroll-authenticator" : "reset-authenticator",
    };

    static JsonObject Expiring(string orgName) => Ion.Message(
        $"When your password expires, you will have to change your password before you can login to your {orgName} account.",
        "idx.password.expiring.message", "INFO", orgName);

    JsonObject WithSettings(SignInState.PasswordDue state)
    {
        var password = authenticators.Of(OrgFactors.Password, ["password"]);
        password["settings"] = Settings(state.Policy, state.DaysLeft);
        return password;
    }

    static JsonObject Settings(PasswordPolicy policy, int? daysLeft)
    {
        JsonObject settings = new()
        {
            ["complexity"] = new JsonObject
            {
                ["minLength"] = policy.MinLength, ["minLowerCase"] = policy.MinLowerCase, ["minUpperCase"] = policy.MinUpperCase,
                ["minNumber"] = policy.MinNumber, ["minSymbol"] = policy.MinSymbol, ["excludeUsername"] = policy.ExcludesUsername,
                ["excludeAttributes"] = new JsonArray([.. policy.ExcludedAttributes.Select(name => (JsonNode)name)]),
            },
            ["age"] = new JsonObject
            {
                ["minAgeMinutes"] = (long)policy.MinAge.TotalMinutes, ["historyCount"] = policy.HistoryCount,
            },
        };
        if (daysLeft is { } days)
            settings["daysToExpiry"] = days;
        return settings;
    }
}
