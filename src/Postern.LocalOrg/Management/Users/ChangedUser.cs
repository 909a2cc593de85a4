using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Groups;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Users;

/// <summary><c>POST</c> and <c>PUT /users/{id}</c>: management.md 5.4.</summary>
sealed class ChangedUser(
    OrgStore store, OrgDirectory directory, CredentialStore credentialStore, NewPasswords passwords, NamedUsers users, UserWriter writer)
{
    readonly SentProfile _profiles = new(store, directory);
    readonly RuleMemberships _rules = new(store, directory);

    /// <summary>Only what was sent.</summary>
    public Task<Answer> UpdateAsync(ManagementCall call, Work work) => ChangeAsync(call, work, isWhole: false);

    /// <summary>Each block that was sent, whole.</summary>
    public Task<Answer> ReplaceAsync(ManagementCall call, Work work) => ChangeAsync(call, work, isWhole: true);

    async Task<Answer> ChangeAsync(ManagementCall call, Work work, bool isWhole)
    {
        var before = await users.FindAsync(call, call["id"]);
        CheckMatch(call, before);
        if (before.State is UserState.Deprovisioned)
            throw UserErrors.StatusForbids(); // UNCONFIRMED (management.md 5.4)

        var sent = SentCredentials.Read(call.Body);
        var user = await WithProfileAsync(call, before.User, isWhole);
        user = await _rules.AppliedAsync(WithCredentials(user, sent), call.Ct);
        work.TellOfRules(before.User, user);
        user = user with { LastUpdatedAt = store.Now };
        directory.Users.Change(work, before.Kept, user);
        ProfileSchema.Keep(work, await directory.TypeOfAsync(user, call.Ct), user);
        var credentials = before.Credentials with { User = user, LastUpdatedAt = store.Now };
        if (sent.HasPassword)
            credentials = WithPassword(call, work, credentials, sent);
        return Answer.Ok(writer.Whole(call, before with { Credentials = credentials }, AskedView.Of(call)));
    }

    /// <summary>Management.md 1.4.</summary>
    void CheckMatch(ManagementCall call, UserRecord before)
    {
        if (call.Http.Request.Headers.IfMatch.ToString() is not { Length: > 0 } wanted || wanted is "*")
            return;
        if (!wanted.TrimStart('W', '/').StartsWith('"') || !wanted.EndsWith('"'))
            throw UserErrors.GarbledEntityTag();
        if (wanted != UserWriter.EntityTag(writer.Whole(call, before, AskedView.Whole)))
            throw UserErrors.WrongEntityTag();
    }

    async Task<User> WithProfileAsync(ManagementCall call, User before, bool isWhole)
    {
        var type = await TypeAsync(call, before, isWhole);
        if (call.Body.Object("profile") is not { } sent)
            return before with { TypeId = type.IsDefault ? null : type.Id };

        SentProfile.CheckNames(type, sent, "updateUser"); // UNCONFIRMED (management.md 5.2): the name of the request
        var profile = isWhole ? SentProfile.Whole(sent) : SentProfile.Onto(UserProfile.Of(before), sent);
        await _profiles.CheckAsync(type, profile, before.Id, call.Ct);
        return UserProfile.With(before, profile) with { TypeId = type.IsDefault ? null : type.Id };
    }

    /// <summary>A whole user may be given another type.</summary>
    async Task<UserType> TypeAsync(ManagementCall call, User before, bool isWhole)
    {
        var current = await directory.TypeOfAsync(before, call.Ct);
        if (call.Body.ObjectOrNothing("type").Text("id") is not { } id || id == current.Id)
            return current;
        if (!isWhole)
            throw OktaError.Invalid("type", "type: The field is immutable"); // UNCONFIRMED: the wording
        return await directory.UserTypes.FindAsync(id, call.Ct) ?? throw OktaError.NotFound(id, "CVDType");
    }

    static User WithCredentials(User user, SentCredentials sent)
    {
        if (sent.Question is { } question)
            user = user with { RecoveryQuestion = question, RecoveryAnswerHash = Passwords.HashAnswer(sent.Answer!) };
        return sent.ProviderType is { } provider
            ? user with
            {
                ProviderType = provider is "OKTA" ? null : provider,
                IdentityProvider = sent.IsElsewhere ? sent.ProviderName ?? provider : null,
            }
            : user;
    }

    Credentials WithPassword(ManagementCall call, Work work, Credentials before, SentCredentials sent)
    {
        if (sent.ImportedHash is { } hash)
            return credentialStore.ChangePassword(
                work, before, hash, [], before.State is UserState.Staged ? UserState.Staged : UserState.Active);

        try
        {
            return call.Flag("strict", otherwise: false)
                ? passwords.Set(work, before, sent.Password!, revokesSessions: false, isReset: false)
                : passwords.SetForAdmin(work, before, sent.Password!);
        }
        catch (SignInRefusal.NewPasswordRefused refused)
        {
            throw UserErrors.PasswordRefused(refused.Policy);
        }
    }
}
