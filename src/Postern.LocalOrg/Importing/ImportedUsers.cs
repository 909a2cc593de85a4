using System.Globalization;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.Importing;

/// <summary>A tenant's users, with their groups and factors.</summary>
sealed class ImportedUsers(Tenant tenant, OrgImportOptions options)
{
    /// <summary>Stands for a hash that nobody tells; it says that there is a password, or an answer.</summary>
    const string Untold = "untold";

    static readonly Dictionary<string, UserState> States = Enum.GetValues<UserState>().Where(state => state is not UserState.MfaRequired)
        .ToDictionary(UserStatus.Of, StringComparer.Ordinal);

    public async Task<IReadOnlyList<ExportedUser>> ReadAsync(
        IReadOnlyList<Group> groups, IReadOnlyList<GroupRule> rules, IReadOnlyDictionary<string, UserType> types)
    {
        var active = rules.Where(rule => rule.Status is Lifecycle.Active).Select(ParsedRule.Of).ToList();
        List<ExportedUser> users = [];
        foreach (var body in await ListAsync())
            if (tenant.Read($"The user {ImportedOrg.Named(body.ObjectOrNothing("profile"), "login")}", () => Read(body)) is { } credentials)
            {
                var user = credentials.User with
                {
                    GroupIds = await GroupIdsAsync(credentials.User, groups),
                    TypeId = types.GetValueOrDefault(body.ObjectOrNothing("type").Text("id") ?? "") is { IsDefault: false } type
                        ? type.Id
                        : null,
                };
                user = user with { RuleGroups = ByRules(user, active, groups) };
                users.Add(new(credentials with { User = user }, await FactorsAsync(user)));
            }

        return [.. users.OrderBy(user => user.Credentials.User.Login, StringComparer.Ordinal)];
    }

    /// <summary>A list without a filter leaves out who is deactivated: management.md 3.2.</summary>
    async Task<IEnumerable<RequestObject>> ListAsync()
    {
        if (options.MostUsers is 0)
            return [];
        if (options.UserSearch is { } search)
            return await tenant.ListAsync(
                Subject.Users, $"/api/v1/users?limit=200&search={Uri.EscapeDataString(search)}", options.MostUsers);

        var users = await tenant.ListAsync(Subject.Users, "/api/v1/users?limit=200", options.MostUsers);
        return options.MostUsers is not null
            ? users
            : users.Concat(await tenant.ListAsync(
                Subject.Users, $"/api/v1/users?limit=200&filter={Uri.EscapeDataString("status eq \"DEPROVISIONED\"")}"))
                .DistinctBy(user => user.Text("id"));
    }

    static Credentials Read(RequestObject body)
    {
        var credentials = body.ObjectOrNothing("credentials");
        var provider = credentials.ObjectOrNothing("provider");
        var question = credentials.ObjectOrNothing("recovery_question").Text("question");
        var profile = JsonNode.Parse(body.NeededObject("profile").Element.GetRawText())!.AsObject();
        User user = new()
        {
            Id = body.Needed("id"), Login = "", FirstName = "", LastName = "", Email = "", GroupIds = [],
            CreatedAt = SecondsOf(body.Text("created")), RecoveryQuestion = question, RecoveryAnswerHash = question is null ? null : Untold,
            IdentityProvider = provider.Text("type") is null or "OKTA" or "IMPORT" ? null : provider.Text("name"),
        };
        return new()
        {
            // In an order of our own: a tenant's is that of a hash map.
            User = UserProfile.With(user, new(profile.OrderBy(attribute => attribute.Key, StringComparer.Ordinal)
                .Select(attribute => KeyValuePair.Create(attribute.Key, attribute.Value?.DeepClone())))),
            State = States.GetValueOrDefault(body.Text("status") ?? "", UserState.Active),
            PasswordHash = credentials.Has("password") ? Untold : "",
            FailedPasswords = 0,
            PasswordChangedAt = SecondsOf(body.Text("passwordChanged")),
        };
    }

    async Task<IReadOnlyList<string>> GroupIdsAsync(User user, IReadOnlyList<Group> groups)
    {
        var named = (await tenant.ListAsync(Subject.Memberships, $"/api/v1/users/{user.Id}/groups")).Select(group => group.Text("id"))
            .ToHashSet();
        return [.. groups.Where(group => named.Contains(group.Id)).Select(group => group.Id)];
    }

    /// <summary>Nobody tells which memberships are a rule's: those that it would give.</summary>
    static List<RuleMembership>? ByRules(User user, List<ParsedRule> rules, IReadOnlyList<Group> groups)
    {
        var own = groups.Where(group => user.GroupIds.Contains(group.Id)).ToList();
        List<RuleMembership> given = [];
        foreach (var rule in rules.Where(rule => !rule.Rule.ExcludedUserIds.Contains(user.Id)
            && !rule.Rule.ExcludedGroupIds.Any(user.GroupIds.Contains) && rule.IsTrueOf(user, own, TimeProvider.System)))
            given.AddRange(rule.Rule.GroupIds.Where(user.GroupIds.Contains).Select(group => new RuleMembership(rule.Rule.Id, group)));
        return given.Count == 0 ? null : given;
    }

    async Task<IReadOnlyList<Factor>> FactorsAsync(User user)
    {
        List<Factor> factors = [];
        foreach (var body in await tenant.ListAsync(Subject.Factors, $"/api/v1/users/{user.Id}/factors"))
            if (body.Text("status") is "ACTIVE")
            {
                if (ImportedFactor.Of(body) is { } factor)
                    factors.Add(factor);
                else
                    tenant.Remark(ImportedFactor.WhyNot(body));
            }

        return factors;
    }

    static long SecondsOf(string? instant) =>
        DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUnixTimeSeconds()
            : 0;
}
