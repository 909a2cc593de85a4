using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Asks the policies what a transaction still needs, in the order of authn.md 3.2: factor, password's age, enrolment.</summary>
sealed class NextState(
    OrgStore store, FactorStore factorStore, OrgDirectory directory, SignInPolicies policies, FinalQuestions questions)
{
    readonly KnownDevices _devices = new(policies, factorStore);

    /// <summary>The transaction in its next state; <c>SUCCESS</c> where nothing is missing.</summary>
    public async Task<Transaction> OfAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        transaction = transaction with { Factor = null, Challenge = null, FactorResult = null };
        var isMoreNeeded = await NeedsFactorAsync(transaction, credentials, ct);
        App? app = null;
        if (transaction.Interaction is { } interaction)
        {
            // On a page of the org's own people may be who came for no app.
            app = transaction.AppId is null ? null : await AskingAsync(transaction, interaction, credentials.User, ct);
            isMoreNeeded |= app is not null && !AppSignOn.HasProved(app, transaction.Methods);
            transaction = transaction with
            {
                RecoveryType = null,
                RecoveryFactor = null,
                Interaction = interaction with
                {
                    Chosen = null,
                    Method = null,
                    Constraints = app?.Constraints,
                    RequiresFactor = app?.RequiresFactor is true,
                },
            };
        }

        if (isMoreNeeded)
            return await MoreAsync(transaction, credentials, ct);

        if (PasswordAge.IsExpired(credentials, policies.Password(credentials.User), store.Time.GetUtcNow()))
            return transaction with { Status = AuthnStatuses.PasswordExpired };
        if (transaction is { Warns: true, HasSkippedWarning: false }
            && PasswordAge.IsExpiring(credentials, policies.Password(credentials.User), store.Time.GetUtcNow()))
            return transaction with { Status = AuthnStatuses.PasswordWarn };

        return transaction with
        {
            Status = await EnrollsAsync(transaction, credentials, ct) ? AuthnStatuses.MfaEnroll
                : app is not null && transaction.Interaction is { IsDirect: false } asked
                    ? await questions.StatusOfAsync(asked, app, credentials.User, ct)
                    : AuthnStatuses.Success,
        };
    }

    public async Task<SessionRule?> SessionRuleAsync(Transaction transaction, User user, CancellationToken ct) =>
        policies.SessionRule(
            user,
            transaction.Address,
            transaction.Device is { } device && await factorStore.IsDeviceRememberedAsync(user.Id, "known:" + device, ct));

    /// <summary>
    /// What the user may answer with: all but the factor that took the password's place, and of Identity Engine's nothing that would not
    /// help.
    /// </summary>
    public async Task<List<Factor>> FactorsAsync(Transaction transaction, CancellationToken ct)
    {
        var factors = await factorStore.FactorsOfAsync(transaction.UserId, ct);
        factors.RemoveAll(factor => factor.Id == transaction.FirstFactorId);
        if (transaction.Interaction is { } interaction)
            factors.RemoveAll(factor => !Helps(interaction, FactorKinds.Of(factor).Method, transaction.Methods));
        // Identity Engine alone has it, while an admin lets it.
        if (transaction.Interaction is null || !directory.Org.IsOn(TemporaryCodeFactor.Type, TemporaryCodeFactor.Type))
            factors.RemoveAll(factor => factor.FactorType is TemporaryCodeFactor.Type);
        factors.RemoveAll(factor => factor.ExpiresAt <= store.Now);
        return factors;
    }

    /// <summary>All that the user has, whether or not it helps.</summary>
    public Task<List<Factor>> AllFactorsAsync(Transaction transaction, CancellationToken ct) =>
        factorStore.FactorsOfAsync(transaction.UserId, ct);

    /// <summary>
    /// Whether a session that was begun then is fresh enough for the app, and its user may have that. Who must change a password first
    /// gives the old one.
    /// </summary>
    public async Task<bool> MayResumeAsync(Transaction resumed, Credentials credentials, long authenticatedAt, CancellationToken ct)
    {
        var user = credentials.User;
        if (PasswordAge.IsExpired(credentials, policies.Password(user), store.Time.GetUtcNow())
            || await directory.FindAppAsync(resumed.AppId ?? "", ct) is not { } app
            || !app.IsAssignedTo(user)
            || policies.Asking(app, user, resumed.Address, await _devices.AreAsync(app, user, resumed.Device, ct)) is not { } asking
            || await SessionRuleAsync(resumed, user, ct) is { AllowsAccess: false })
            return false;

        var age = store.Now - authenticatedAt;
        return (resumed.Interaction?.MaxAge is not { } most || age <= most)
            && (asking.ReauthenticateInSeconds is not { } seconds || (seconds > 0 && age <= seconds));
    }

    /// <summary>Whether a factor may take the password's place. Who has proved something needs no leave for more.</summary>
    public async Task<bool> MayComeFirstAsync(Transaction transaction, User user, CancellationToken ct) =>
        transaction.Methods.Count > 0
            || await SessionRuleAsync(transaction, user, ct) is { FactorMayComeFirst: true, AllowsAccess: true };

    /// <summary>Whether the password is one of the things that help.</summary>
    public static bool TakesPassword(Transaction transaction) =>
        transaction.Interaction is { } interaction && Helps(interaction, "pwd", transaction.Methods);

    /// <summary>
    /// Whether setting it up brings nearer what the app wants; of the Authentication API's, and where nothing is missing, all does.
    /// </summary>
    public static bool Helps(Transaction transaction, FactorRule rule) =>
        transaction.Interaction is not { } interaction
            || interaction.IsProvedBy(transaction.Methods)
            || (FactorKinds.Find(rule.FactorType, rule.Provider) is { } kind && Helps(interaction, kind.Method, transaction.Methods));

    /// <summary>Once is enough; where the app wants something in particular, it must be that.</summary>
    static bool Helps(Interaction interaction, string method, IReadOnlyList<string> methods) =>
        !methods.Contains(method)
            && (interaction.Constraints is not { } constraints
                || methods.Count == 0
                || constraints.Any(constraint => constraint.IsNearerBy(method, methods)));

    /// <summary>Of the Authentication API's whoever lacks a factor is told so, and no more.</summary>
    async Task<bool> MayEnrollAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        if (transaction.Interaction is not { } interaction)
            return true;

        var enrolled = await factorStore.FactorsOfAsync(credentials, ct);
        return policies.Enrollable(credentials.User).Any(
            rule => !IsEnrolled(rule, enrolled)
                && FactorKinds.Find(rule.FactorType, rule.Provider) is { } kind
                && Helps(interaction, kind.Method, transaction.Methods));
    }

    /// <summary>One more factor, or one to be set up. The password, where nothing else is left, is asked for at once.</summary>
    /// <exception cref="SignInRefusal">The user has nothing more, and may set nothing up.</exception>
    async Task<Transaction> MoreAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        if ((await FactorsAsync(transaction, ct)).Count > 0)
            return transaction with { Status = AuthnStatuses.MfaRequired };
        if (TakesPassword(transaction))
            return transaction with
            {
                Status = AuthnStatuses.MfaRequired,
                Interaction = transaction.Interaction! with { Chosen = OrgFactors.Password },
            };

        return await MayEnrollAsync(transaction, credentials, ct)
            ? transaction with { Status = AuthnStatuses.MfaEnroll }
            : throw new SignInRefusal.Unsatisfiable { UserId = credentials.User.Id };
    }

    /// <summary>The app with what its policy and the request ask of the user.</summary>
    /// <exception cref="SignInRefusal">The user is not to have it.</exception>
    async Task<App> AskingAsync(Transaction transaction, Interaction interaction, User user, CancellationToken ct)
    {
        if (await directory.FindAppAsync(transaction.AppId ?? "", ct) is not { } app)
            throw new SignInRefusal.TransactionGone();
        if (!app.IsAssignedTo(user))
            throw new SignInRefusal.NotAssigned { UserId = user.Id };

        var asking = policies.Asking(app, user, transaction.Address, await _devices.AreAsync(app, user, transaction.Device, ct))
            ?? throw new SignInRefusal.AccessDenied { UserId = user.Id };
        if (AuthenticationContext.Read(interaction.Context) is not { } context)
            return asking;

        if (context.Constraint is { } wanted)
            asking = asking with { Constraints = [.. (asking.Constraints ?? [new()]).Select(constraint => constraint.And(wanted))] };
        return context.TakesFactor || (context.TakesFactorIfPossible && (await FactorsAsync(transaction, ct)).Count > 0)
            ? asking with { RequiresFactor = true }
            : asking;
    }

    /// <summary>Whether the factors of the enrolment policy that a user must have are all there.</summary>
    public async Task<bool> MaySkipEnrollmentAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        if (transaction.Enrolls is not null || (!transaction.HasFactor && await NeedsFactorAsync(transaction, credentials, ct)))
            return false;
        if (transaction.Interaction is { } interaction && !interaction.IsProvedBy(transaction.Methods))
            return false;

        var enrolled = await factorStore.FactorsOfAsync(credentials, ct);
        return policies.Enrollable(credentials.User).All(rule => !rule.IsRequired || IsEnrolled(rule, enrolled));
    }

    async Task<bool> NeedsFactorAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        if (transaction.HasFactor)
            return false;

        var rule = await SessionRuleAsync(transaction, credentials.User, ct);
        var isRequired = credentials.User.RequiresFactor || rule is { RequiresFactor: true };
        return isRequired
            && !(transaction.Device is { } device && await factorStore.IsDeviceRememberedAsync(credentials.User.Id, device, ct));
    }

    async Task<bool> EnrollsAsync(Transaction transaction, Credentials credentials, CancellationToken ct)
    {
        var factors = policies.Enrollable(credentials.User);
        var isAtSignIn = policies.EnrollsAtSignIn(credentials.User, transaction.Address);
        if (!isAtSignIn && transaction is { HasEnrolled: false, Enrolls: null })
            return false;

        var enrolled = await factorStore.FactorsOfAsync(credentials, ct);
        if (transaction.Enrolls is { } asked)
            return asked.Any(
                name => !Authenticators.IsEnrolled(name, enrolled) && factors.Any(rule => Authenticators.Covers(name, rule)));
        if (factors.Any(rule => rule.IsRequired && !IsEnrolled(rule, enrolled)))
            return true;

        // A temporary code is nothing to sign in with tomorrow.
        var hasSome = enrolled.Exists(factor => factor.FactorType is not TemporaryCodeFactor.Type);
        var wantsMore = transaction.HasEnrolled ? transaction.EnrollsOptional : isAtSignIn && !hasSome;
        return wantsMore && !transaction.HasSkippedEnrollment && factors.Any(rule => !IsEnrolled(rule, enrolled));
    }

    public static bool IsEnrolled(FactorRule rule, List<Factor> enrolled) =>
        enrolled.Exists(factor => factor.FactorType == rule.FactorType && factor.Provider == rule.Provider)
            && FactorKinds.Find(rule.FactorType, rule.Provider) is not null;
}
