using System.Globalization;
using System.Text;
using System.Text.Json;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Importing;

/// <summary>The tenant that is read, and what is to be said of it in the end. What it refused once it is not asked again.</summary>
sealed class Tenant(TenantReader ask, CancellationToken ct)
{
    readonly HashSet<Subject> _refused = [];
    readonly List<string> _remarks = [];

    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Once, however often it is so. In one line, whatever the tenant calls its things.</summary>
    public void Remark(string sentence)
    {
        var line = InOneLine(sentence);
        if (!_remarks.Contains(line))
            _remarks.Add(line);
    }

    /// <summary>Empty where it cannot be read, which is remarked.</summary>
    public async Task<IReadOnlyList<RequestObject>> ListAsync(Subject subject, string path, int? most = null)
    {
        if (await AskAsync(subject, path, most) is not { } answer)
            return [];
        if (answer.Body is not { ValueKind: JsonValueKind.Array } items)
        {
            Remark($"{subject.Name} are not read: the tenant's answer is no list.");
            return [];
        }

        if (answer.HasMore)
            Remark($"{subject.Name}: the tenant has more than the {most} that were read.");
        return [.. items.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object).Select(item => new RequestObject(item))
            // What changes while it is paged may come twice.
            .DistinctBy(item => item.Find("id")?.ToString() ?? item.Element.GetRawText())];
    }

    /// <summary>Null where it cannot be read, which is remarked.</summary>
    public async Task<RequestObject?> FindAsync(Subject subject, string path) =>
        await AskAsync(subject, path, most: null) is { Body: { ValueKind: JsonValueKind.Object } found } ? new(found) : null;

    /// <summary>What the readers of the API make of a document; null where they cannot, which is remarked.</summary>
    /// <param name="what">As people find it: <c>The app "Shop"</c>.</param>
    /// <param name="read">Throws as an operation does that refuses what it was sent.</param>
    public T? Read<T>(string what, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (OktaError refused)
        {
            Remark($"{what} is left out: {string.Join(" ", refused.Causes.DefaultIfEmpty(refused.Message))}");
            return null;
        }
    }

    async Task<TenantAnswer?> AskAsync(Subject subject, string path, int? most)
    {
        if (_refused.Contains(subject))
            return null;

        var answer = await ask(new() { About = subject.Name, Path = path, Most = most }, ct);
        if (answer.Status is 200)
            return answer;

        // Anything else may be so of one alone.
        if (answer.Status is 401 or 403 or 405 or 501)
            _refused.Add(subject);
        Remark($"{subject.Name} are not read: the tenant answers {answer.Status.ToString(CultureInfo.InvariantCulture)}. " +
            WhyNot(subject, answer));
        return null;
    }

    static string WhyNot(Subject subject, TenantAnswer answer) => answer switch
    {
        { Status: 401, Body: { ValueKind: JsonValueKind.Object } body } when new RequestObject(body).Text("errorCode") is "E0000015" =>
            "It does not have the feature.",
        { Status: 401 or 403 } => $"An access token needs {subject.Scope}, an API token an owner who may see them.",
        _ => "It does not have them, or not for this token.",
    };

    static string InOneLine(string sentence)
    {
        StringBuilder line = new(sentence.Length);
        foreach (var rune in sentence.EnumerateRunes())
            line.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? "\uFFFD"
                : rune.ToString());
        return line.ToString();
    }
}

/// <summary>A kind of things that a tenant may refuse to tell.</summary>
/// <param name="Name">For people, at the beginning of a sentence.</param>
/// <param name="Scope">That an access token needs.</param>
sealed record Subject(string Name, string Scope)
{
    public static readonly Subject
        Org = new("The org's own settings", "okta.orgs.read"),
        Groups = new("Groups", "okta.groups.read"),
        GroupRoles = new("Roles of groups", "okta.roles.read"),
        GroupRules = new("Group rules", "okta.groups.read"),
        Users = new("Users", "okta.users.read"),
        Memberships = new("The groups of users", "okta.users.read"),
        Factors = new("Factors of users", "okta.users.read"),
        UserRoles = new("Roles of users", "okta.roles.read"),
        Apps = new("Apps", "okta.apps.read"),
        Assignments = new("Assignments of apps", "okta.apps.read"),
        GroupsClaims = new("Groups claims of apps", "okta.apps.read"),
        Secrets = new("Secrets of apps", "okta.apps.read"),
        Grants = new("Okta API scopes of apps", "okta.appGrants.read"),
        ClientRoles = new("Roles of apps", "okta.roles.read"),
        Servers = new("Authorization servers", "okta.authorizationServers.read"),
        Policies = new("Policies", "okta.policies.read"),
        UserTypes = new("User types", "okta.userTypes.read"),
        Schemas = new("Attributes of users and groups", "okta.schemas.read"),
        GroupOwners = new("Owners of groups", "okta.groups.read"),
        Authenticators = new("Authenticators", "okta.authenticators.read"),
        EventHooks = new("Event hooks", "okta.eventHooks.read"),
        Behaviors = new("Behaviors", "okta.behaviors.read"),
        Providers = new("Identity providers", "okta.idps.read"),
        Relations = new("Relations between users", "okta.linkedObjects.read"),
        Brands = new("Brands", "okta.brands.read"),
        Domains = new("Domains", "okta.domains.read"),
        Zones = new("Network zones", "okta.networkZones.read"),
        Origins = new("Trusted origins", "okta.trustedOrigins.read"),
        Hooks = new("Inline hooks", "okta.inlineHooks.read"),
        ApiTokens = new("API tokens", "okta.apiTokens.read");
}
