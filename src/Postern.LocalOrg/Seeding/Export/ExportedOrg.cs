using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>
/// What the directory's records are as a seed's, without secrets: the other way round from <see cref="SeededDirectory"/>.
/// </summary>
static class ExportedOrg
{
    public static OrgSeed Of(ExportRecords records, ExportNames names)
    {
        // The last ones are everybody's.
        var everybodys = records.PasswordPolicies[^1];
        return new()
        {
            OrgId = records.Settings.Id,
            OrgName = records.Settings.Name,
            Engine = records.Settings.Engine,
            HidesDeniedAccess = records.Settings.HidesDeniedAccess,
            PasswordExpiredPage = records.Settings.PasswordExpiredPage,
            MaxFailedPasswords = everybodys.MaxAttempts,
            ShowLockoutFailures = everybodys.ShowsLockoutFailures,
            TrustedOrigins = [.. records.Origins.Select(SeededOrigin.Exported)],
            NetworkZones = [.. records.Zones.Select(SeededZone.Exported)],
            Groups =
            [
                .. records.Groups.Select(group => Of(group, records, names)).Where(group => group is not
                {
                    Name: Group.Everyone, Id: "", Roles.Count: 0, Profile: null, OwnerIds.Count: 0, OwnerGroupIds.Count: 0,
                }),
            ],
            Users = [.. records.Users.Select(user => Of(user, records, names))],
            GroupRules = [.. records.GroupRules.Where(rule => names.Groups(rule.GroupIds).Count > 0).Select(rule => Of(rule, names))],
            Apps = [.. records.Clients.Select(app => Of(app, records, names))],
            OtherApps = [.. records.Apps.Where(app => !app.IsClient).Select(app => ExportedApp.OfOther(app, names))],
            UserTypes = ExportedUserType.All(records),
            GroupAttributes = [.. (records.Settings.GroupAttributes ?? []).Select(SeededAttribute.Exported)],
            DisabledFactors = SeededAuthenticators.Disabled(records.Authenticators),
            Authenticators = SeededAuthenticators.Exported(records.Authenticators),
            AppPolicies = [.. records.AppPolicies.Select(policy => ExportedPolicies.Of(policy, names))],
            RegistrationPolicies = [.. records.RegistrationPolicies.Select(policy => SeededRegistration.Exported(policy, names))],
            ApiTokens = Tokens(records, names),
            InlineHooks =
            [
                .. records.Hooks.Select(hook => new SeedInlineHook
                {
                    Id = Unless(OktaIds.Of(OktaIds.InlineHook, hook.Name), hook.Id), Name = hook.Name, Type = hook.Type,
                    Version = hook.Version, Uri = hook.Channel.Uri,
                    Headers = SeededHooks.Headers(hook.Channel), AuthHeader = hook.Channel.Secret?.Key,
                    IsActive = hook.Status is Lifecycle.Active,
                }),
            ],
            EventHooks =
            [
                .. records.EventHooks.Select(hook => new SeedEventHook
                {
                    Id = Unless(OktaIds.Of(OktaIds.EventHook, hook.Name), hook.Id), Name = hook.Name, Description = hook.Description,
                    Uri = hook.Channel.Uri, Events = hook.Events, Headers = SeededHooks.Headers(hook.Channel),
                    AuthHeader = hook.Channel.Secret?.Key, IsActive = hook.Status is Lifecycle.Active, IsUnverified = !hook.IsVerified,
                }),
            ],
            AuthorizationServers = [.. records.Servers.Select(server => ExportedServer.Of(server, names))],
            SessionPolicies =
            [
                .. records.SessionPolicies.Where(ExportedPolicies.Decides).Select(policy => ExportedPolicies.Of(policy, names)),
            ],
            PasswordPolicies =
            [
                .. records.PasswordPolicies.Where(policy => policy != everybodys || ExportedPolicies.Decides(policy, names))
                    .Select(policy => ExportedPolicies.Of(policy, names)),
            ],
            EnrollmentPolicies =
            [
                .. records.EnrollmentPolicies.Where((policy, number) =>
                    number < records.EnrollmentPolicies.Count - 1 || ExportedPolicies.Decides(policy, names))
                    .Select(policy => ExportedPolicies.Of(policy, names)),
            ],
            RoutingRules = SeededRouting.Exported(records, names),
            Brands = [.. records.Brands.Select(SeededBrands.Exported)],
            Domains = [.. records.Domains.Select(domain => SeededBrands.Exported(domain, names))],
            Behaviors = [.. records.Behaviors.Select(SeededKept.Exported)],
            IdentityProviders = [.. records.IdentityProviders.Select(SeededKept.Exported)],
            LinkedObjects = SeededLinks.Exported(records, names),
            HookKeys = [.. records.HookKeys.Select(SeededKept.Exported)],
            Yubikeys = [.. records.Yubikeys.Select(SeededKept.Exported)],
            Details = Details(records.Settings),
            BillingContact = names.UserOrNull(records.Settings.BillingContactId),
            TechnicalContact = names.UserOrNull(records.Settings.TechnicalContactId),
            HidesFooter = records.Settings.HidesFooter,
            PrivilegesClients = records.Settings.PrivilegesClients,
            Threats = records.Settings.Threats is { } threats
                ? new() { Action = threats.Action, ExcludedZoneIds = names.Zones(threats.ExcludedZoneIds) }
                : null,
        };
    }

    /// <summary>Those that say something.</summary>
    static JsonObject? Details(OrgSettings settings)
    {
        JsonObject details = [];
        foreach (var name in OrgSettings.DetailNames)
            if (settings.Details is { } known && known.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
                && value.GetString() is { Length: > 0 } said)
                details[name] = said;
        return details.Count == 0 ? null : details;
    }

    /// <summary>An id that would be made of the name is left out.</summary>
    public static string Unless(string made, string id) => made == id ? "" : id;

    public static JsonObject? Profile(JsonElement? profile) => profile is { } given ? JsonObject.Create(given) : null;

    /// <summary>What a seed would take for granted is left out: a name by the place in the list, and the first super admin.</summary>
    static IReadOnlyList<SeedApiToken> Tokens(ExportRecords records, ExportNames names)
    {
        var usual = records.Users.FirstOrDefault(user => user.Credentials.State is UserState.Active
            && RolesOf(AssigneeKind.User, user.Credentials.User.Id, records).Contains(RoleTypes.SuperAdmin));
        return
        [
            .. records.ApiTokens.Select((token, number) => new SeedApiToken
            {
                Token = "", Name = token.Name == SeededDirectory.TokenName(number) ? null : token.Name,
                Owner = token.OwnerId is not { } owner || owner == usual?.Credentials.User.Id ? null : names.User(owner),
                Zones = names.Networks(token.Network?.Include), ExcludedZones = names.Networks(token.Network?.Exclude),
            }),
        ];
    }

    static SeedGroup Of(Group group, ExportRecords records, ExportNames names) => new()
    {
        Id = Unless(OktaIds.Of(OktaIds.Group, group.Name), group.Id), Name = group.Name, Description = group.Description,
        Roles = RolesOf(AssigneeKind.Group, group.Id, records),
        Profile = Profile(group.Profile),
        OwnerIds = names.Users(OwnersOf(group, GroupOwner.OfUser)),
        OwnerGroupIds = names.Groups(OwnersOf(group, GroupOwner.OfGroup)),
    };

    static IReadOnlyList<string> OwnersOf(Group group, string type) =>
        [.. (group.Owners ?? []).Where(owner => owner.Type == type).Select(owner => owner.Id)];

    static SeedGroupRule Of(GroupRule rule, ExportNames names) => new()
    {
        Id = Unless(OktaIds.Of(OktaIds.Rule, "group rule " + rule.Name), rule.Id),
        Name = rule.Name,
        Expression = rule.Expression,
        GroupIds = names.Groups(rule.GroupIds),
        ExcludedUserIds = names.Users(rule.ExcludedUserIds),
        ExcludedGroupIds = names.Groups(rule.ExcludedGroupIds),
        IsInactive = rule.Status is Lifecycle.Inactive,
    };

    /// <summary>Without that of everybody, and without those that a rule gives again.</summary>
    static IEnumerable<string> GroupIdsOf(User user, ExportRecords records)
    {
        var everyone = records.Groups.FirstOrDefault(group => group.Name is Group.Everyone)?.Id;
        var active = records.GroupRules.Where(rule => rule.Status is Lifecycle.Active).Select(rule => rule.Id).ToHashSet();
        var given = (user.RuleGroups ?? []).Where(membership => active.Contains(membership.RuleId))
            .Select(membership => membership.GroupId);
        return user.GroupIds.Where(id => id != everyone).Except(given);
    }

    static SeedApp Of(App app, ExportRecords records, ExportNames names)
    {
        var roles = RolesOf(AssigneeKind.Client, app.ClientId, records);
        var isUsual = roles.SequenceEqual(SeededAdmins.Usual(app.Kind, app.GrantedOrgScopes));
        return ExportedApp.Of(app, names) with { Roles = isUsual ? null : roles };
    }

    static IReadOnlyList<string> RolesOf(AssigneeKind kind, string id, ExportRecords records) =>
    [
        .. records.Roles.Where(role => role.AssigneeKind == kind && role.AssigneeId == id).Select(role => role.Type)
            .Order(StringComparer.Ordinal),
    ];

    static SeedUser Of(ExportedUser exported, ExportRecords records, ExportNames names)
    {
        var (credentials, user) = (exported.Credentials, exported.Credentials.User);
        return new()
        {
            Id = Unless(OktaIds.Of(OktaIds.User, LoginKey.Of(user.Login)), user.Id),
            Login = user.Login,
            Password = "",
            Type = names.Type(user.TypeId),
            FirstName = user.FirstName,
            LastName = user.LastName,
            Email = user.Email == user.Login ? null : user.Email,
            Phone = user.Phone,
            State = user.RequiresFactor && credentials.State is UserState.Active ? UserState.MfaRequired : credentials.State,
            GroupIds = [.. names.Groups([.. GroupIdsOf(user, records)]).Order(StringComparer.Ordinal)],
            Factors = [.. exported.Factors.Select(factor => Of(factor, user))],
            RecoveryQuestion = user.RecoveryQuestion,
            PasswordChanged = credentials.PasswordChangedAt == 0 || credentials.PasswordChangedAt == user.CreatedAt
                ? null
                : DateTimeOffset.FromUnixTimeSeconds(credentials.PasswordChangedAt),
            IdentityProvider = user.IdentityProvider,
            Roles = RolesOf(AssigneeKind.User, user.Id, records),
            Profile = Profile(user.Profile),
        };
    }

    static SeedFactor Of(Factor factor, User user)
    {
        SeedFactor seed = new()
        {
            FactorType = factor.FactorType,
            Provider = factor.Provider,
            ShowsNumber = factor.ShowsNumber,
            Question = factor.Question ?? new SeedFactor { FactorType = "" }.Question,
            CredentialId = factor.FactorType is FactorTypes.WebAuthn ? factor.CredentialId : null,
            PublicKey = factor.PublicKey,
        };
        var usual = SeededFactors.Stored(seed, new() { Login = user.Login, Password = "", Phone = user.Phone }).PhoneNumber;
        return factor.PhoneNumber == usual ? seed : seed with { PhoneNumber = factor.PhoneNumber };
    }
}
