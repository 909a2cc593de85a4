using System.Globalization;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.Idx;

/// <summary>Writes where a transaction stands, as Identity Engine does: what every answer has, around what is the state's own.</summary>
sealed class IdxWriter(OrgDirectory directory, OrgUrls urls, SignInPolicies policies)
{
    const string Intent = "LOGIN";

    const int WaitMilliseconds = 2000; // UNCONFIRMED (idx.md 8): how long in Okta's safe mode

    readonly IdxAuthenticators _authenticators = new(directory);

    IdxSelections Selections => field ??= new(_authenticators);

    IdxChallenges Challenges => field ??= new(_authenticators, Selections, urls);

    IdxEnrollments Enrollments => field ??= new(_authenticators, Selections, urls, directory);

    IdxPasswords Passwords => field ??= new(_authenticators, Selections);

    IdxIdentifying Identifying => field ??= new(_authenticators, Selections, Challenges, policies);

    /// <param name="pending">The transaction.</param>
    /// <param name="problem">What was wrong with the last step; null: nothing.</param>
    /// <param name="end">What a transaction ends with that has been finished.</param>
    public JsonObject Write(SignInOutcome.Pending pending, IdxProblem? problem, IdxEnd? end)
    {
        var handle = StateHandles.Told(pending.StateToken);
        var forms = new IonForms(urls.Public, handle, problem);
        var parts = PartsOf(forms, pending.State);
        var body = Begun(handle, pending.ExpiresAt);
        parts.WriteTo(body, problem is null || forms.HasTold ? null : problem.Said());
        if (User(pending.State) is { } user)
            body["user"] = Ion.Object(user);
        body["cancel"] = forms.Form("cancel", "cancel");
        // Of a device's code nobody knows yet which app it is for.
        if (pending.State.Transaction.AppId is { Length: > 0 })
            body["app"] = Ion.Object(App(pending.State));
        if (pending.State.Transaction.Interaction?.Asked is { } asked)
            body["authentication"] = Ion.Object(Authentication(asked));
        end?.WriteTo(body);
        return body;
    }

    /// <summary>To be asked again in a while, however it stands: Okta's safe mode.</summary>
    public JsonObject WriteWait(string stateToken, DateTimeOffset now)
    {
        var handle = StateHandles.Told(stateToken);
        var body = Begun(handle, now + Transactions.StateTokenLifetime);
        body["remediation"] = Ion.List([new IonForms(urls.Public, handle, problem: null).Poll(null, "poll", "poll", WaitMilliseconds)]);
        return body;
    }

    /// <summary>With what is to be said, and nothing to go on with.</summary>
    public static JsonObject WriteEnd(SignInOutcome.Pending? pending, JsonObject message)
    {
        var body = pending is null
            ? new() { ["version"] = "1.0.0" }
            : Begun(StateHandles.Told(pending.StateToken), pending.ExpiresAt);
        body["messages"] = Ion.List([message]);
        return body;
    }

    static JsonObject Begun(string handle, DateTimeOffset expiresAt) => new()
    {
        ["version"] = "1.0.0",
        ["stateHandle"] = handle,
        ["expiresAt"] = expiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["intent"] = Intent,
    };

    IdxParts PartsOf(IonForms forms, SignInState state) => state switch
    {
        SignInState.Identifying or SignInState.ChoosingFirstFactor => Identifying.Parts(forms, state),
        SignInState.ChoosingFactor choosing => Choosing(forms, choosing),
        SignInState.FactorChallenged challenged => Challenges.Factor(
            forms, challenged,
            _authenticators.Offer(challenged.Choices, NextState.TakesPassword(challenged.Transaction))),
        SignInState.ChoosingEnrollment enrollment => Enrollments.Choosing(forms, enrollment),
        SignInState.Enrolling enrolling => Enrollments.Enrolling(forms, enrolling),
        SignInState.PasswordDue due => Passwords.Due(forms, due, directory.Org.Name),
        SignInState.AwaitingRecoveryCode => Challenges.Recovery(forms, state.Transaction),
        SignInState.AskingRecoveryQuestion asking => Challenges.RecoveryQuestion(forms, asking.Question),
        SignInState.ActivationLinkExpired => IdxQuestions.RequestActivation(forms),
        SignInState.AwaitingUserCode => IdxQuestions.UserCode(forms),
        SignInState.CompletingProfile profile => IdxQuestions.Profile(forms, profile),
        SignInState.AskingConsent consent => IdxQuestions.Consent(forms, consent),
        SignInState.AskingToStay => IdxQuestions.Stay(forms),
        SignInState.Finished => new() { Forms = [] },
        _ => throw new InvalidOperationException($"A state that has no form yet: {state.GetType().Name}"),
    };

    IdxParts Choosing(IonForms forms, SignInState.ChoosingFactor state)
    {
        var (transaction, userId) = (state.Transaction, state.Transaction.UserId);
        var offered = _authenticators.Offer(state.Factors, NextState.TakesPassword(transaction));
        return transaction.Interaction?.Chosen is OrgFactors.Password || offered is [{ Key: OrgFactors.Password }]
            ? Challenges.Password(forms, offered, userId)
            : Selections.Choosing(forms, offered, transaction);
    }

    /// <summary>
    /// Nobody learns whether there is such a user: of one that is none an id is made up, and who it is told once something has been proved.
    /// UNCONFIRMED (idx.md 4.1): when the profile is there, which older orgs do not tell at all.
    /// </summary>
    static JsonObject? User(SignInState state) => state switch
    {
        { Credentials.User: { } user, Transaction.Methods.Count: > 0 } => new()
        {
            ["id"] = user.Id, ["identifier"] = user.Login,
            ["profile"] = new JsonObject
            {
                ["firstName"] = user.FirstName, ["lastName"] = user.LastName, ["timeZone"] = user.TimeZone, ["locale"] = user.Locale,
            },
        },
        { Credentials.User: { } user } => new() { ["id"] = user.Id, ["identifier"] = user.Login },
        { Transaction.Interaction.Login: { } login } => new() { ["id"] = IdxIdentifying.IdOf(login), ["identifier"] = login },
        _ => null,
    };

    /// <summary>Of a transaction behind a page: what waits for it (idx.md 4.1).</summary>
    static JsonObject Authentication(AskedAuthorization asked)
    {
        JsonObject issuer = [], request = new() { ["max_age"] = asked.MaxAge ?? -1 };
        if (asked.ServerId is { } id)
            issuer["id"] = id;
        issuer["name"] = asked.ServerName;
        issuer["uri"] = asked.Issuer;
        foreach (var (name, value) in asked.Parameters)
            request[name] = value;
        return new() { ["protocol"] = "OAUTH2.0", ["issuer"] = issuer, ["request"] = request };
    }

    static JsonObject App(SignInState state) => new()
    {
        ["name"] = "oidc_client", ["label"] = state.AppName, ["id"] = state.Transaction.AppId,
    };
}
