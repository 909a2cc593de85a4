using System.Text.Json;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// Who signs people in to an app, by the first routing rule that holds (Okta's <c>IDP_DISCOVERY</c>; management.md 12.2). A rule about user
/// names holds once one has been typed. UNCONFIRMED: that other attributes than the user name are nobody's.
/// </summary>
sealed class IdentityRouting(OrgDirectory directory, SignInPolicies policies)
{
    /// <param name="app">Which.</param>
    /// <param name="login">The user name that was typed; null: none yet.</param>
    /// <param name="address">Where the caller is.</param>
    /// <param name="ct">Ends it.</param>
    public async ValueTask<Routing> OfAsync(App app, string? login, string? address, CancellationToken ct)
    {
        var rules = directory.Org.OtherPolicies.Where(policy => policy.Type is OrgPolicy.Routing).SelectMany(policy => policy.Rules);
        foreach (var rule in rules)
            if (policies.IsHere(rule, address) && IsFor(rule, app) && IsFor(rule, login) && await OfAsync(rule, ct) is { } routing)
                return routing;
        return Routing.Here;
    }

    /// <summary>
    /// Null: whomever it names is switched off, or gone. UNCONFIRMED: that it is passed over then; nobody would have a way on.
    /// </summary>
    async ValueTask<Routing?> OfAsync(OrgPolicyRule rule, CancellationToken ct)
    {
        var providers = Items(Member(Member(rule.Actions, "idp"), "providers"));
        if (providers.TrueForAll(provider => Text(provider, "type") is IdentityProvider.Okta))
            return Routing.Here;

        var known = (await directory.IdentityProviders.AllAsync(ct)).Where(provider => provider.Status is Lifecycle.Active).ToList();
        var others = providers.Select(named => known.Find(provider => provider.Id == Text(named, "id"))).OfType<IdentityProvider>();
        Routing routing = new(providers.Exists(provider => Text(provider, "type") is IdentityProvider.Okta), [.. others]);
        return routing.IsHere || routing.Providers.Count > 0 ? routing : null;
    }

    static bool IsFor(OrgPolicyRule rule, App app)
    {
        var apps = Member(rule.Conditions, "app");
        var included = Items(Member(apps, "include"));
        return (included.Count == 0 || included.Exists(each => Text(each, "id") == app.Id))
            && !Items(Member(apps, "exclude")).Exists(each => Text(each, "id") == app.Id);
    }

    static bool IsFor(OrgPolicyRule rule, string? login)
    {
        var patterns = Items(Member(Member(rule.Conditions, "userIdentifier"), "patterns"));
        return patterns.Count == 0 || (login is not null && patterns.Exists(pattern => Matches(pattern, login)));
    }

    static bool Matches(JsonElement pattern, string login)
    {
        const StringComparison any = StringComparison.OrdinalIgnoreCase;
        var value = Text(pattern, "value") ?? "";
        return Text(pattern, "matchType") switch
        {
            "SUFFIX" => login.EndsWith(value, any),
            "PREFIX" => login.StartsWith(value, any),
            "CONTAINS" => login.Contains(value, any),
            "EQUALS" => login.Equals(value, any),
            _ => false,
        };
    }

    static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) ? member : null;

    static List<JsonElement> Items(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    static string? Text(JsonElement value, string name) =>
        Member(value, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}

/// <summary>Who may sign somebody in.</summary>
/// <param name="IsHere">Whether this org may.</param>
/// <param name="Providers">And who else.</param>
sealed record Routing(bool IsHere, IReadOnlyList<IdentityProvider> Providers)
{
    /// <summary>This org, and nobody else.</summary>
    public static readonly Routing Here = new(true, []);
}
