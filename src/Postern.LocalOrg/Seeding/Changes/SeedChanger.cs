using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>Brings a running org from one seed to another, in one transaction. What neither says stays as it is.</summary>
sealed class SeedChanger(OrgStore store, OrgDirectory directory, CredentialStore credentials, bool isKept)
{
    /// <exception cref="ArgumentException">The other seed cannot be.</exception>
    public async Task<SeedChanges> ChangeAsync(OrgSeed before, OrgSeed after, CancellationToken ct)
    {
        SeedRules.Check(after);
        (before, after) = (SeededAdmins.With(before), SeededAdmins.With(after));
        var users = new UserChanger(store, directory, credentials, new SeedHashes(isKept));
        var difference = UserChanger.Between(before, after);
        List<SeedChange> done = [];
        await store.InOneWorkAsync(
            async work =>
            {
                done.Clear();
                await ChangeRecordsAsync(new(work, before, after, done), ct);
                await users.ChangeAsync(work, difference, after, done, ct);
            },
            ct);
        await SeededGroupRules.RunAsync(store, directory, ct);
        return new()
        {
            Added = [.. done.Where(each => each.How is SeedChange.Added).Select(each => each.What)],
            Changed = [.. done.Where(each => each.How is SeedChange.Changed).Select(each => each.What)],
            Removed = [.. done.Where(each => each.How is SeedChange.Removed).Select(each => each.What)],
        };
    }

    /// <summary>By what each kind is in the directory. When a record was made, and what registration alone says of it, it keeps.</summary>
    async Task ChangeRecordsAsync(RecordChanger records, CancellationToken ct)
    {
        var (now, types) = (store.Now, DirectoryJson.Default);
        await records.ChangeAsync(
            directory.Settings,
            new(types.OrgSettings, seed => [SeededDirectory.Settings(seed, now)], it => it.Id, _ => "the org's settings")
            {
                Keep = (was, it) => was with
                {
                    Name = it.Name,
                    Engine = it.Engine,
                    HidesDeniedAccess = it.HidesDeniedAccess,
                    PasswordExpiredPage = it.PasswordExpiredPage,
                    GroupAttributes = it.GroupAttributes ?? was.GroupAttributes,
                    Details = it.Details ?? was.Details,
                    BillingContactId = it.BillingContactId ?? was.BillingContactId,
                    TechnicalContactId = it.TechnicalContactId ?? was.TechnicalContactId,
                    HidesFooter = it.HidesFooter,
                    PrivilegesClients = it.PrivilegesClients,
                    Threats = it.Threats ?? was.Threats,
                    LastUpdatedAt = it.LastUpdatedAt,
                },
            },
            ct);
        await records.ChangeAsync(
            directory.UserTypes,
            new(types.UserType, seed => SeededUserType.All(seed, now), it => it.Id, it => $"the attributes of {it.Name}s")
            {
                Keep = SeededUserType.Keep,
            },
            ct);
        await records.ChangeAsync(
            directory.Groups,
            new(types.Group, seed => seed.Groups.Select(group => SeededDirectory.Of(group, now)), it => it.Id, it => $"group {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.GroupRules,
            new(
                types.GroupRule, seed => seed.GroupRules.Select(rule => SeededGroupRules.Of(rule, now)), it => it.Id,
                it => $"group rule {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.NetworkZones,
            new(
                types.NetworkZone, seed => seed.NetworkZones.Select(zone => SeededZone.Of(zone, now)), it => it.Id,
                it => $"network zone {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.TrustedOrigins,
            new(
                types.TrustedOrigin, seed => seed.TrustedOrigins.Select(origin => SeededOrigin.Of(origin, now)), it => it.Id,
                it => $"origin {it.Origin}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.ApiTokens,
            new(types.ApiToken, seed => SeededDirectory.Tokens(seed, now), it => it.Id, it => it.Name)
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.InlineHooks,
            new(
                types.InlineHook, seed => seed.InlineHooks.Select(hook => SeededHooks.Of(hook, now)), it => it.Id,
                it => $"inline hook {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.EventHooks,
            new(
                types.EventHook, seed => seed.EventHooks.Select(hook => SeededHooks.Of(hook, now)), it => it.Id,
                it => $"event hook {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.Authenticators,
            new(types.Authenticator, seed => SeededAuthenticators.Of(seed, now), it => it.Id, it => $"authenticator {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt, Provider = was.Provider },
            },
            ct);
        await records.ChangeAsync(
            directory.RoleAssignments,
            new(
                types.RoleAssignment, seed => SeededAdmins.Roles(seed, now), it => it.Key,
                it => $"role {it.Type} of {it.AssigneeId}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await ChangePoliciesAsync(records, ct);
        await records.ChangeAsync(
            directory.Apps,
            new(types.App, seed => SeededApp.All(seed, now), it => it.ClientId, it => $"app {it.Name}")
            {
                Keep = (was, it) => it with
                {
                    CreatedAt = was.CreatedAt,
                    Registration = it.Registration is null
                        ? was.Registration
                        : it.Registration with { IssuedAt = was.Registration?.IssuedAt },
                    AppId = it.AppId ?? was.AppId,
                    Kept = it.Kept ?? was.Kept,
                    UserAssignments = it.UserAssignments ?? was.UserAssignments,
                    GroupAssignments = it.GroupAssignments ?? was.GroupAssignments,
                    EnrollmentPolicyId = was.EnrollmentPolicyId,
                },
            },
            ct);
        await records.ChangeAsync(
            directory.Servers,
            new(
                types.CustomAuthorizationServer, seed => seed.AuthorizationServers.Select(server => SeededServer.Of(server, now)),
                it => it.Id, it => $"authorization server {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await new KeptChanger(directory, now).ChangeAsync(records, ct);
    }

    async Task ChangePoliciesAsync(RecordChanger records, CancellationToken ct)
    {
        var (now, types) = (store.Now, DirectoryJson.Default);
        await records.ChangeAsync(
            directory.SessionPolicies,
            new(types.SessionPolicy, seed => SeededPolicies.Session(seed, now), it => it.Id, it => $"session policy {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.PasswordPolicies,
            new(types.PasswordPolicy, seed => SeededPolicies.Password(seed, now), it => it.Id, it => $"password policy {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.OtherPolicies,
            new(
                types.OrgPolicy,
                seed =>
                [
                    .. seed.AppPolicies.Select(policy => SeededAppPolicy.Of(policy, now)),
                    .. seed.RegistrationPolicies.Select(policy => SeededRegistration.Of(policy, now)),
                    .. SeededRouting.Of(seed, now),
                ],
                it => it.Id, it => it.Type switch
                {
                    OrgPolicy.Routing => "the routing rules",
                    OrgPolicy.ProfileEnrollment => $"registration policy {it.Name}",
                    _ => $"app policy {it.Name}",
                })
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
        await records.ChangeAsync(
            directory.EnrollmentPolicies,
            new(types.EnrollmentPolicy, seed => SeededPolicies.Enrollment(seed, now), it => it.Id, it => $"enrollment policy {it.Name}")
            {
                Keep = (was, it) => it with { CreatedAt = was.CreatedAt },
            },
            ct);
    }
}
