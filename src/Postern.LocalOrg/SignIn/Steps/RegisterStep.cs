using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Steps;

/// <summary>
/// Makes somebody a user who was none, where the app's policy lets them. UNCONFIRMED (idx.md 5): that who has yet to prove the address is
/// one already, waiting to be activated.
/// </summary>
sealed class RegisterStep(
    OrgStore store, OrgDirectory directory, CredentialStore credentialStore, SignInPolicies policies, Registered registered)
    : ISignInStep<SignInInput.Register>
{
    readonly RuleMemberships _rules = new(store, directory);
    readonly AskedProfile _asked = new(store, directory);

    public IReadOnlyList<string> Statuses => [AuthnStatuses.Unauthenticated];

    public async Task<Turn> TakeAsync(SignInInput.Register input, SignInCall call, CancellationToken ct)
    {
        if (call.Transaction is not { Interaction: { } interaction, Methods.Count: 0, RecoveryType: null }
            || await directory.FindAppAsync(call.Transaction.AppId ?? "", ct) is not { } app
            || SelfRegistration.Of(directory.Org, app) is not { } asked)
            throw new SignInRefusal.WrongState();
        if (input.Profile is not { } profile)
            return new Turn.To(call.Transaction with { Interaction = interaction with { Chosen = Interaction.Registering } });

        var user = await MakeAsync(asked, profile, ct);
        var made = await KeepAsync(user, input.Secret, isActive: input.Secret is not null && !asked.VerifiesEmail, call, ct);
        var transaction = call.Transaction with
        {
            UserId = user.Id,
            Device = input.Caller?.Device ?? call.Transaction.Device,
            Address = input.Caller?.Address ?? call.Transaction.Address,
            // What was not required, and not given, is not asked for again at this sign-in.
            Interaction = interaction with { Login = user.Login, Chosen = null, HasSkippedProfile = true },
        };
        return asked.VerifiesEmail
            ? await Registered.VerifyAsync(transaction, made, call.Around, ct)
            : registered.GoOn(transaction, made, call.Work);
    }

    async Task<User> MakeAsync(SelfRegistration asked, IReadOnlyDictionary<string, string?> given, CancellationToken ct)
    {
        var nobody = await NobodyYetAsync(asked, ct);
        var type = await directory.TypeOfAsync(nobody, ct);
        JsonObject profile = [];
        AskedProfile.Fill(profile, type, asked.Attributes, given);
        profile[UserProfile.Login] ??= profile[UserProfile.Email]?.DeepClone();
        profile[UserProfile.Email] ??= profile[UserProfile.Login]?.DeepClone();
        var user = UserProfile.With(nobody, profile);
        if (!user.Email.Contains('@', StringComparison.Ordinal))
            throw new SignInRefusal.ProfileIncomplete(UserProfile.Email);

        string[] names = [.. asked.Attributes.Select(attribute => attribute.Name), UserProfile.Login, UserProfile.Email];
        await _asked.CheckAsync(type, profile, names, user.Id, ct);
        return await _rules.AppliedAsync(user, ct);
    }

    async Task<User> NobodyYetAsync(SelfRegistration asked, CancellationToken ct)
    {
        var everyone = await directory.Groups.FindByAsync("name", Group.Everyone, ct);
        return new()
        {
            Id = OktaIds.New(OktaIds.User), Login = "", FirstName = "", LastName = "", Email = "",
            CreatedAt = store.Now, LastUpdatedAt = store.Now,
            GroupIds = [.. everyone is null ? [] : (string[])[everyone.Id], .. asked.GroupIds],
        };
    }

    async Task<Credentials> KeepAsync(User user, string? password, bool isActive, SignInCall call, CancellationToken ct)
    {
        if (await credentialStore.FindCredentialsAsync(user.Login, ct) is not null)
            throw new SignInRefusal.LoginTaken();
        if (password is not null && !PasswordRules.AreMetBy(password, policies.Password(user), user))
            throw new SignInRefusal.NewPasswordRefused(policies.Password(user));

        Credentials made = new()
        {
            User = user, State = isActive ? UserState.Active : UserState.Provisioned,
            PasswordHash = password is null ? "" : Passwords.Hash(password), PasswordChangedAt = password is null ? 0 : store.Now,
            FailedPasswords = 0, ActivatedAt = store.Now, StatusChangedAt = store.Now, LastUpdatedAt = store.Now,
        };
        call.Work.Tell(SignInEvents.Registered(user));
        credentialStore.AddUserIfFree(call.Work, made);
        ProfileSchema.Keep(call.Work, await directory.TypeOfAsync(user, ct), user);
        return made;
    }
}
