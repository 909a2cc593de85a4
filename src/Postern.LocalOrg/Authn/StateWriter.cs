using System.Globalization;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Authn;

/// <summary>Writes the transaction object of each status: authn.md 6.</summary>
sealed class StateWriter(OrgStore store, SignInPolicies policies, NextState next, OrgUrls urls, OrgDirectory directory)
{
    readonly FactorWriter _factors = new(urls, directory);

    public async Task<TransactionBody> WriteAsync(Transaction transaction, Credentials? credentials, string stateToken, DateTimeOffset expiresAt, CancellationToken ct) => new()
    {
        StateToken = stateToken,
        Type = transaction.AppId is null ? null : "SESSION_STEP_UP",
        ExpiresAt = Instant(expiresAt),
        Status = transaction.Status,
        RelayState = transaction.RelayState,
        FactorResult = transaction.FactorResult,
        ChallengeType = transaction is { Status: AuthnStatuses.MfaChallenge, Challenge: { Nonce: not null, IsForAny: var isForAny } } ? isForAny ? "FACTOR_TYPE" : "FACTOR" : null,
        FactorType = transaction switch
        {
            { Status: AuthnStatuses.RecoveryChallenge, RecoveryFactor: var factor } => factor,
            { Status: AuthnStatuses.MfaChallenge, Challenge.IsForAny: true, Factor: var factor } => factor?.FactorType,
            _ => null,
        },
        RecoveryType = transaction.Status is AuthnStatuses.PasswordReset && transaction.RecoveryType is not RecoveryTypes.AccountActivation ? null : transaction.RecoveryType,
        Embedded = transaction.AppId is { } appId
            ? (credentials is null ? new() : await EmbeddedAsync(transaction, credentials, ct)) with { Target = await TargetAsync(appId, ct), Authentication = await RequestAsync(appId, ct) }
            : credentials is null || transaction.Status is AuthnStatuses.RecoveryChallenge ? null : await EmbeddedAsync(transaction, credentials, ct),
        Links = await LinksAsync(transaction, credentials, stateToken, ct),
    };

    public static TransactionBody Success(Transaction transaction, Credentials credentials, string sessionToken, DateTimeOffset expiresAt) => new()
    {
        ExpiresAt = Instant(expiresAt), Status = AuthnStatuses.Success, RelayState = transaction.RelayState, RecoveryType = transaction.RecoveryType is RecoveryTypes.Unlock ? transaction.RecoveryType : null,
        SessionToken = sessionToken, Embedded = new() { User = Show(credentials) },
    };

    public TransactionBody LockedOut(string? relayState) => new()
    {
        Status = AuthnStatuses.LockedOut, RelayState = relayState, Embedded = new(),
        Links = new() { Next = Link("/recovery/unlock", "unlock"), Cancel = Link("/cancel") },
    };

    /// <summary>What a trusted caller hands to the user out of band: authn.md 6.14.</summary>
    public TransactionBody Recovery(string recoveryType, string? relayState, Credentials credentials, string recoveryToken, DateTimeOffset expiresAt) => new()
    {
        ExpiresAt = Instant(expiresAt), Status = AuthnStatuses.Recovery, RelayState = relayState, RecoveryToken = recoveryToken, RecoveryType = recoveryType,
        Embedded = new() { User = Show(credentials) }, Links = new() { Next = Link("/recovery/token", "recovery"), Cancel = Link("/cancel") },
    };

    /// <summary>Milliseconds always printed: authn.md 1.</summary>
    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    async Task<EmbeddedBody> EmbeddedAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        var user = Show(credentials);
        switch (transaction.Status)
        {
            case AuthnStatuses.Success:
                return new() { User = user };
            case AuthnStatuses.Unauthenticated:
                var first = await next.FactorsAsync(transaction, ct);
                return new() { Factors = [.. first.Select(_factors.BeforeSignIn)], Policy = NoDevicePolicy };
            case AuthnStatuses.MfaChallenge when transaction.Methods.Count == 0:
                return new() { Factor = FactorWriter.Chosen(transaction), Policy = NoDevicePolicy };
            case AuthnStatuses.MfaRequired:
                var enrolled = await next.FactorsAsync(transaction, ct);
                return new() { User = user, Factors = [.. enrolled.Select(_factors.Choice)], Policy = await DevicePolicyAsync(transaction, credentials.User, enrolled, ct) };
            case AuthnStatuses.MfaChallenge when transaction.Challenge is { IsForAny: true }:
                var any = (await next.FactorsAsync(transaction, ct)).FindAll(factor => factor.FactorType == transaction.Factor!.FactorType);
                return new()
                {
                    User = user, Factors = [.. any.Select(_factors.Choice)], Challenge = WebAuthnWriter.Challenge(transaction.Challenge),
                    Policy = await DevicePolicyAsync(transaction, credentials.User, [], ct),
                };
            case AuthnStatuses.MfaChallenge:
                return new() { User = user, Factor = FactorWriter.Chosen(transaction), Policy = await DevicePolicyAsync(transaction, credentials.User, [], ct) };
            case AuthnStatuses.MfaEnroll:
                var has = await store.FactorsOfAsync(credentials, ct);
                var rules = policies.Enrollment(credentials.User).Factors.Where(rule => transaction.Enrolls?.Any(name => Authenticators.Covers(name, rule)) is not false);
                return new() { User = user, Factors = [.. rules.Select(rule => _factors.Enrollable(rule, has, credentials.User))] };
            case AuthnStatuses.MfaEnrollActivate:
                return new() { User = user, Factor = _factors.Enrolling(transaction, credentials.User, await store.FactorsOfAsync(credentials, ct)) };
            case AuthnStatuses.Recovery:
                return new() { User = user with { RecoveryQuestion = credentials.User.RecoveryQuestion is { } question ? new() { Question = question } : null } };
            default:
                return new() { User = user, Policy = PasswordPolicy(transaction.Status, credentials) };
        }
    }

    /// <summary>The app that somebody is to be signed in for.</summary>
    async Task<TargetBody> TargetAsync(string appId, CancellationToken ct) => new()
    {
        Label = (await directory.FindAppAsync(appId, ct))?.Name ?? appId,
        Links = new() { Logo = new() { Name = "medium", Href = urls.Public + "/assets/img/logos/default.png", Type = "image/png" } },
    };

    async Task<AuthenticationBody> RequestAsync(string appId, CancellationToken ct) =>
        new() { Issuer = new() { Id = appId, Name = (await directory.FindAppAsync(appId, ct))?.Name ?? appId, Uri = urls.Public } };

    async Task<LinksBody> LinksAsync(Transaction transaction, Credentials? credentials, string stateToken, CancellationToken ct)
    {
        var cancel = Link("/cancel");
        return transaction.Status switch
        {
            AuthnStatuses.Unauthenticated when transaction.AppId is not null => new() { Next = Link("", "authenticate") },
            AuthnStatuses.Success => new() { Next = new() { Name = "original", Href = $"{urls.Public}/login/step-up/redirect?stateToken={stateToken}", Hints = new() { Allow = ["GET"] } } },
            AuthnStatuses.PasswordExpired when directory.Org.PasswordExpiredPage is { } page => new()
            {
                // UNCONFIRMED (authn.md 5): the title; Okta's widget takes it for the site's name, as in "Go to id.example.com".
                Next = new() { Name = "changePassword", Title = Uri.TryCreate(page, UriKind.Absolute, out var site) ? site.Host : page, Href = page, Hints = new() { Allow = ["GET"] } },
                Cancel = cancel,
            },
            AuthnStatuses.PasswordExpired => new() { Next = Link("/credentials/change_password", "changePassword"), Cancel = cancel },
            AuthnStatuses.PasswordWarn => new() { Next = Link("/credentials/change_password", "changePassword"), Skip = Link("/skip", "skip"), Cancel = cancel },
            AuthnStatuses.PasswordReset => new() { Next = Link("/credentials/reset_password", "resetPassword"), Cancel = cancel },
            AuthnStatuses.MfaEnroll => new() { Skip = credentials is not null && await next.MaySkipEnrollmentAsync(transaction, credentials, ct) ? Link("/skip", "skip") : null, Cancel = cancel },
            AuthnStatuses.MfaChallenge or AuthnStatuses.MfaEnrollActivate => _factors.Links(transaction) with { Cancel = cancel },
            AuthnStatuses.Recovery => new() { Next = Link("/recovery/answer", "answer"), Cancel = cancel },
            AuthnStatuses.RecoveryChallenge => new()
            {
                Next = Link($"/recovery/factors/{transaction.RecoveryFactor}/verify", "verify"), Cancel = cancel,
                Resend = Link($"/recovery/factors/{transaction.RecoveryFactor}/resend", transaction.RecoveryFactor?.ToLowerInvariant()),
            },
            _ => new() { Cancel = cancel },
        };
    }

    async Task<PolicyBody> DevicePolicyAsync(Transaction transaction, User user, List<Factor> factors, CancellationToken ct)
    {
        var rule = await next.SessionRuleAsync(transaction, user, ct);
        return new()
        {
            AllowRememberDevice = rule is { FactorLifetime.Ticks: > 0 },
            RememberDeviceLifetimeInMinutes = (int)(rule?.FactorLifetime.TotalMinutes ?? 0),
            RememberDeviceByDefault = rule?.RemembersDeviceByDefault ?? false,
            FactorsPolicyInfo = factors.Where(factor => factor.FactorType is FactorTypes.Push).ToDictionary(factor => factor.Id, _ => new AutoPushBody { AutoPushEnabled = transaction.AutoPush }),
        };
    }

    /// <summary>Nobody has been recognised whose device could be remembered: authn.md 6.15.</summary>
    static readonly PolicyBody NoDevicePolicy =
        new() { AllowRememberDevice = false, RememberDeviceLifetimeInMinutes = 0, RememberDeviceByDefault = false, FactorsPolicyInfo = new Dictionary<string, AutoPushBody>() };

    PolicyBody PasswordPolicy(string status, Credentials credentials)
    {
        var policy = policies.Password(credentials.User);
        return new()
        {
            Expiration = status is AuthnStatuses.PasswordWarn && PasswordAge.DaysLeft(credentials, policy, store.Time.GetUtcNow()) is { } days ? new() { PasswordExpireDays = days } : null,
            Complexity = new()
            {
                MinLength = policy.MinLength, MinLowerCase = policy.MinLowerCase, MinUpperCase = policy.MinUpperCase, MinNumber = policy.MinNumber, MinSymbol = policy.MinSymbol,
                ExcludeUsername = policy.ExcludesUsername, ExcludeAttributes = policy.ExcludedAttributes.Count > 0 ? policy.ExcludedAttributes : null,
            },
            Age = status is AuthnStatuses.PasswordReset ? new() { MinAgeMinutes = (int)policy.MinAge.TotalMinutes, HistoryCount = policy.HistoryCount } : null,
        };
    }

    static UserBody Show(Credentials credentials) => new()
    {
        Id = credentials.User.Id,
        PasswordChanged = credentials.PasswordChangedAt > 0 ? Instant(DateTimeOffset.FromUnixTimeSeconds(credentials.PasswordChangedAt)) : null,
        Profile = new()
        {
            Login = credentials.User.Login, FirstName = credentials.User.FirstName, LastName = credentials.User.LastName,
            Locale = credentials.User.Locale, TimeZone = credentials.User.TimeZone,
        },
    };

    LinkBody Link(string path, string? name = null) => new() { Name = name, Href = urls.Public + Paths.Authn + path, Hints = new() };
}
