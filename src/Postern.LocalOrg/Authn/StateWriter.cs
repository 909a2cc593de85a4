using System.Globalization;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>Writes the transaction object of each outcome and of each state: authn.md 6.</summary>
sealed class StateWriter(OrgUrls urls, OrgDirectory directory)
{
    /// <summary>Nobody has been recognised whose device could be remembered: authn.md 6.15.</summary>
    static readonly PolicyBody NoDevicePolicy =
        new()
        {
            AllowRememberDevice = false,
            RememberDeviceLifetimeInMinutes = 0,
            RememberDeviceByDefault = false,
            FactorsPolicyInfo = new Dictionary<string, AutoPushBody>(),
        };

    readonly FactorWriter _factors = new(urls, directory);

    public TransactionBody Write(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.Pending pending => Pending(pending),
        SignInOutcome.SignedIn done => SignedIn(done),
        SignInOutcome.LockedOut locked => new()
        {
            Status = AuthnStatuses.LockedOut, RelayState = locked.RelayState, Embedded = new(),
            Links = new() { Next = Link("/recovery/unlock", "unlock"), Cancel = Link("/cancel") },
        },
        SignInOutcome.RecoveryMailed mailed => new()
        {
            Status = AuthnStatuses.RecoveryChallenge,
            RelayState = mailed.RelayState,
            FactorResult = FactorResults.Waiting,
            FactorType = "EMAIL",
            RecoveryType = mailed.RecoveryType,
        },
        SignInOutcome.RecoveryHandedOut handedOut => HandedOut(handedOut),
        _ => throw new InvalidOperationException($"An outcome that has no body: {outcome}"),
    };

    /// <summary>Milliseconds always printed: authn.md 1.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    TransactionBody Pending(SignInOutcome.Pending pending)
    {
        var (state, transaction) = (pending.State, pending.State.Transaction);
        return new()
        {
            StateToken = pending.StateToken,
            Type = transaction.AppId is null ? null : "SESSION_STEP_UP",
            ExpiresAt = Instant(pending.ExpiresAt),
            Status = transaction.Status,
            RelayState = transaction.RelayState,
            FactorResult = transaction.FactorResult,
            ChallengeType = (state, transaction.Challenge) switch
            {
                (SignInState.FactorChallenged, { Nonce: not null, IsForAny: true }) => "FACTOR_TYPE",
                (SignInState.FactorChallenged, { Nonce: not null }) => "FACTOR",
                _ => null,
            },
            FactorType = state switch
            {
                SignInState.AwaitingRecoveryCode => transaction.RecoveryFactor,
                SignInState.FactorChallenged challenged when transaction.Challenge is { IsForAny: true } => challenged.Factor.FactorType,
                _ => null,
            },
            RecoveryType = transaction.Status is AuthnStatuses.PasswordReset
                && transaction.RecoveryType is not RecoveryTypes.AccountActivation
                ? null
                : transaction.RecoveryType,
            Embedded = transaction.AppId is { } appId
                ? (Embedded(state) ?? new()) with { Target = Target(state.AppName!), Authentication = Request(appId, state.AppName!) }
                : Embedded(state),
            Links = Links(state, pending.StateToken),
        };
    }

    static TransactionBody SignedIn(SignInOutcome.SignedIn done) => new()
    {
        ExpiresAt = Instant(done.ExpiresAt), Status = AuthnStatuses.Success, RelayState = done.Transaction.RelayState,
        RecoveryType = done.Transaction.RecoveryType is RecoveryTypes.Unlock ? done.Transaction.RecoveryType : null,
        SessionToken = done.SessionToken, Embedded = new() { User = Show(done.Credentials) },
    };

    /// <summary>What a trusted caller hands to the user out of band: authn.md 6.14.</summary>
    TransactionBody HandedOut(SignInOutcome.RecoveryHandedOut handedOut) => new()
    {
        ExpiresAt = Instant(handedOut.ExpiresAt),
        Status = AuthnStatuses.Recovery,
        RelayState = handedOut.Recovery.RelayState,
        RecoveryToken = handedOut.Token,
        RecoveryType = handedOut.Recovery.RecoveryType,
        Embedded = new() { User = Show(handedOut.Credentials) },
        Links = new() { Next = Link("/recovery/token", "recovery"), Cancel = Link("/cancel") },
    };

    EmbeddedBody? Embedded(SignInState state) => state switch
    {
        SignInState.AwaitingRecoveryCode or SignInState.Identifying => null,
        SignInState.ChoosingFirstFactor choosing =>
            new() { Factors = [.. choosing.Factors.Select(_factors.BeforeSignIn)], Policy = NoDevicePolicy },
        SignInState.FactorChallenged { IsFirst: true } challenged =>
            new() { Factor = FactorWriter.Chosen(challenged), Policy = NoDevicePolicy },
        _ => Embedded(state, Show(state.Credentials!)),
    };

    EmbeddedBody Embedded(SignInState state, UserBody user) => state switch
    {
        SignInState.ChoosingFactor choosing =>
            new()
            {
                User = user,
                Factors = [.. choosing.Factors.Select(_factors.Choice)],
                Policy = DevicePolicy(choosing.Transaction, choosing.Rule, choosing.Factors),
            },
        SignInState.FactorChallenged { Any: { } any } challenged => new()
        {
            User = user, Factors = [.. any.Select(_factors.Choice)], Challenge = WebAuthnWriter.Challenge(state.Transaction.Challenge),
            Policy = DevicePolicy(state.Transaction, challenged.Rule, []),
        },
        SignInState.FactorChallenged challenged =>
            new() { User = user, Factor = FactorWriter.Chosen(challenged), Policy = DevicePolicy(state.Transaction, challenged.Rule, []) },
        SignInState.ChoosingEnrollment choosing =>
            new() { User = user, Factors = [.. choosing.Choices.Select(rule => _factors.Enrollable(rule, choosing))] },
        SignInState.Enrolling enrolling => new() { User = user, Factor = _factors.Enrolling(enrolling) },
        SignInState.AskingRecoveryQuestion asking =>
            new() { User = user with { RecoveryQuestion = asking.Question is { } question ? new() { Question = question } : null } },
        SignInState.PasswordDue due => new() { User = user, Policy = PasswordPolicy(due) },
        _ => new() { User = user },
    };

    /// <summary>The app that somebody is to be signed in for.</summary>
    TargetBody Target(string appName) => new()
    {
        Label = appName,
        Links = new() { Logo = new() { Name = "medium", Href = urls.Public + "/assets/img/logos/default.png", Type = "image/png" } },
    };

    AuthenticationBody Request(string appId, string appName) => new() { Issuer = new() { Id = appId, Name = appName, Uri = urls.Public } };

    LinksBody Links(SignInState state, string stateToken)
    {
        var (transaction, cancel) = (state.Transaction, Link("/cancel"));
        return state switch
        {
            SignInState.Identifying when transaction.AppId is not null => new() { Next = Link("", "authenticate") },
            SignInState.Finished =>
                new()
                {
                    Next = new()
                    {
                        Name = "original",
                        Href = $"{urls.Public}/login/step-up/redirect?stateToken={stateToken}",
                        Hints = new() { Allow = ["GET"] },
                    },
                },
            SignInState.PasswordDue due => PasswordLinks(due) with { Cancel = cancel },
            SignInState.ChoosingEnrollment choosing => new() { Skip = choosing.MaySkip ? Link("/skip", "skip") : null, Cancel = cancel },
            SignInState.FactorChallenged or SignInState.Enrolling => _factors.Links(transaction) with { Cancel = cancel },
            SignInState.AskingRecoveryQuestion => new() { Next = Link("/recovery/answer", "answer"), Cancel = cancel },
            SignInState.AwaitingRecoveryCode => new()
            {
                Next = Link($"/recovery/factors/{transaction.RecoveryFactor}/verify", "verify"), Cancel = cancel,
                Resend = Link($"/recovery/factors/{transaction.RecoveryFactor}/resend", transaction.RecoveryFactor?.ToLowerInvariant()),
            },
            _ => new() { Cancel = cancel },
        };
    }

    LinksBody PasswordLinks(SignInState.PasswordDue due) => due.Transaction.Status switch
    {
        AuthnStatuses.PasswordExpired when directory.Org.PasswordExpiredPage is { } page => new()
        {
            // UNCONFIRMED (authn.md 5): the title; Okta's widget takes it for the site's name, as in "Go to id.example.com".
            Next = new()
            {
                Name = "changePassword",
                Title = Uri.TryCreate(page, UriKind.Absolute, out var site) ? site.Host : page,
                Href = page,
                Hints = new() { Allow = ["GET"] },
            },
        },
        AuthnStatuses.PasswordExpired => new() { Next = Link("/credentials/change_password", "changePassword") },
        AuthnStatuses.PasswordWarn => new() { Next = Link("/credentials/change_password", "changePassword"), Skip = Link("/skip", "skip") },
        _ => new() { Next = Link("/credentials/reset_password", "resetPassword") },
    };

    static PolicyBody DevicePolicy(Transaction transaction, SessionRule? rule, List<Factor> factors) => new()
    {
        AllowRememberDevice = rule is { FactorLifetime.Ticks: > 0 },
        RememberDeviceLifetimeInMinutes = (int)(rule?.FactorLifetime.TotalMinutes ?? 0),
        RememberDeviceByDefault = rule?.RemembersDeviceByDefault ?? false,
        FactorsPolicyInfo = factors.Where(factor => factor.FactorType is FactorTypes.Push)
            .ToDictionary(factor => factor.Id, _ => new AutoPushBody { AutoPushEnabled = transaction.AutoPush }),
    };

    static PolicyBody PasswordPolicy(SignInState.PasswordDue due)
    {
        var policy = due.Policy;
        return new()
        {
            Expiration = due.DaysLeft is { } days ? new() { PasswordExpireDays = days } : null,
            Complexity = new()
            {
                MinLength = policy.MinLength,
                MinLowerCase = policy.MinLowerCase,
                MinUpperCase = policy.MinUpperCase,
                MinNumber = policy.MinNumber,
                MinSymbol = policy.MinSymbol,
                ExcludeUsername = policy.ExcludesUsername,
                ExcludeAttributes = policy.ExcludedAttributes.Count > 0 ? policy.ExcludedAttributes : null,
            },
            Age = due.Transaction.Status is AuthnStatuses.PasswordReset
                ? new() { MinAgeMinutes = (int)policy.MinAge.TotalMinutes, HistoryCount = policy.HistoryCount }
                : null,
        };
    }

    static UserBody Show(Credentials credentials) => new()
    {
        Id = credentials.User.Id,
        PasswordChanged = credentials.PasswordChangedAt > 0
            ? Instant(DateTimeOffset.FromUnixTimeSeconds(credentials.PasswordChangedAt))
            : null,
        Profile = new()
        {
            Login = credentials.User.Login, FirstName = credentials.User.FirstName, LastName = credentials.User.LastName,
            Locale = credentials.User.Locale, TimeZone = credentials.User.TimeZone,
        },
    };

    LinkBody Link(string path, string? name = null) => new() { Name = name, Href = urls.Public + Paths.Authn + path, Hints = new() };
}
