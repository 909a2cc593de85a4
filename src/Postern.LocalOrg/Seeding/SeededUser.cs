using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg;

/// <summary>What a seed's user becomes in the store.</summary>
static class SeededUser
{
    public static Credentials Of(SeedUser user, OrgSeed seed, SeedHashes hashes, long now) => new()
    {
        User = Profile(user, seed, now) with
        {
            RecoveryAnswerHash = user.RecoveryAnswer is { } answer ? hashes.OfAnswer(answer) : null,
        },
        State = user.State is UserState.MfaRequired ? UserState.Active : user.State,
        PasswordHash = user.PasswordHash ?? hashes.OfPassword(user.Password),
        PasswordChangedAt = user is { Password: "", PasswordHash: null } ? 0 : user.PasswordChanged?.ToUnixTimeSeconds() ?? now,
        LockedAt = user.State is UserState.LockedOut ? now : 0,
        FailedPasswords = 0,
        ActivatedAt = user.State is UserState.Staged ? 0 : now,
        StatusChangedAt = now,
        LastUpdatedAt = now,
    };

    /// <summary>Without the hash of an answer, which takes its time.</summary>
    public static User Profile(SeedUser user, OrgSeed seed, long now) => new()
    {
        Id = user.Id,
        Login = user.Login,
        FirstName = user.FirstName,
        LastName = user.LastName,
        Email = user.Email ?? user.Login,
        Phone = user.Phone,
        CreatedAt = now,
        LastUpdatedAt = now,
        GroupIds = [.. seed.Groups.Where(group => group.Name is Group.Everyone).Select(group => group.Id).Union(user.GroupIds)],
        RequiresFactor = user.State is UserState.MfaRequired,
        RecoveryQuestion = user.RecoveryQuestion,
        IdentityProvider = user.IdentityProvider,
        TypeId = user.Type == UserType.DefaultId ? null : user.Type,
        Profile = SeededApp.Stored(user.Profile),
    };
}
