using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Groups;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Users;

/// <summary><c>POST /users</c>: management.md 5.1, api-access-management.md 4.1.</summary>
sealed class NewUser(
    OrgStore store, OrgDirectory directory, CredentialStore credentialStore, SignInPolicies policies, RecoveryMessages messages,
    UserWriter writer)
{
    const int MostGroups = 20;

    readonly SentProfile _profiles = new(store, directory);
    readonly RuleMemberships _rules = new(store, directory);

    public async Task<Answer> CreateAsync(ManagementCall call, Work work)
    {
        var (sent, activates) = (SentCredentials.Read(call.Body), call.Flag("activate", otherwise: true));
        CheckExpiring(call, sent, activates);
        var profile = call.Body.NeededObject("profile");
        var type = await TypeAsync(call);
        SentProfile.CheckNames(type, profile, "newUser");
        var whole = SentProfile.Whole(profile);
        await _profiles.CheckAsync(type, whole, userId: "", call.Ct);
        var user = UserProfile.With(await EmptyAsync(call, type, sent), whole);
        var made = user;
        user = await _rules.AppliedAsync(made, call.Ct);
        work.TellOfRules(made, user);
        var created = Created(user, sent, activates, ExpiresAtOnce(call));
        credentialStore.AddUserIfFree(work, created);
        ProfileSchema.Keep(work, type, user);
        if (created.State is UserState.Provisioned)
            messages.SendActivation(work, user);
        return Answer.Ok(writer.Whole(call, new(created, Version: 0, LastLoginAt: 0), AskedView.Whole));
    }

    static void CheckExpiring(ManagementCall call, SentCredentials sent, bool activates)
    {
        if (!ExpiresAtOnce(call))
            return;
        if (!sent.HasPassword)
            throw UserErrors.ExpiringNeedsPassword();
        if (!activates)
            throw UserErrors.ExpiringNeedsActivation();
    }

    static bool ExpiresAtOnce(ManagementCall call) => call.Query("nextLogin") is "changePassword";

    async Task<UserType> TypeAsync(ManagementCall call)
    {
        var id = call.Body.ObjectOrNothing("type").Text("id") ?? UserType.DefaultId;
        return await directory.UserTypes.FindAsync(id, call.Ct)
            ?? (id == UserType.DefaultId ? UserType.Default(now: 0) : throw OktaError.NotFound(id, "CVDType"));
    }

    async Task<User> EmptyAsync(ManagementCall call, UserType type, SentCredentials sent) => new()
    {
        Id = OktaIds.New(OktaIds.User),
        Login = "",
        FirstName = "",
        LastName = "",
        Email = "",
        CreatedAt = store.Now,
        LastUpdatedAt = store.Now,
        GroupIds = await GroupIdsAsync(call),
        TypeId = type.IsDefault ? null : type.Id,
        RecoveryQuestion = sent.Question,
        RecoveryAnswerHash = sent.Answer is { } answer ? Passwords.HashAnswer(answer) : null,
        ProviderType = sent.ProviderType is "OKTA" ? null : sent.ProviderType,
        IdentityProvider = sent.IsElsewhere ? sent.ProviderName ?? sent.ProviderType : null,
    };

    /// <summary>Everybody is in that of everybody, and nobody is put there.</summary>
    async Task<IReadOnlyList<string>> GroupIdsAsync(ManagementCall call)
    {
        var asked = call.Body.Texts("groupIds") ?? [];
        if (asked.Count > MostGroups)
            throw UserErrors.TooManyGroups();
        foreach (var id in asked)
        {
            var group = await directory.Groups.FindAsync(id, call.Ct) ?? throw OktaError.NotFound(id, "UserGroup");
            if (group.Type is not Group.OfOkta)
                throw OktaError.NotPermitted();
        }

        var everyone = await directory.Groups.FindByAsync("name", Group.Everyone, call.Ct);
        return [.. everyone is null ? [] : (string[])[everyone.Id], .. asked.Distinct()];
    }

    Credentials Created(User user, SentCredentials sent, bool activates, bool expires)
    {
        if (sent is { IsElsewhere: true, HasPassword: true })
            throw new OktaError(
                StatusCodes.Status400BadRequest,
                OktaErrorCodes.CredentialsNotForScheme,
                "Credentials should not be set on this resource based on the scheme.",
                "User level credentials should not be provided for this scheme.");
        if (sent.Password is { } password && !PasswordRules.AreMetBy(password, policies.Password(user), user))
            throw UserErrors.PasswordRefused(policies.Password(user));

        return new()
        {
            User = user,
            State = !activates ? UserState.Staged
                : expires ? UserState.PasswordExpired
                : sent.HasPassword || sent.IsElsewhere ? UserState.Active
                : UserState.Provisioned,
            PasswordHash = sent.ImportedHash ?? (sent.Password is null ? "" : Passwords.Hash(sent.Password)),
            PasswordChangedAt = sent.HasPassword ? store.Now : 0,
            FailedPasswords = 0,
            ActivatedAt = activates ? store.Now : 0,
            StatusChangedAt = store.Now,
            LastUpdatedAt = store.Now,
        };
    }
}
