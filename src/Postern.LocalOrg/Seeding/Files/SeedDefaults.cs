using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>
/// What a member of a seed file is that is left out: as in code, but that an app gets what its kind needs, a server a policy that lets
/// everybody in, and what needs a secret has one made.
/// </summary>
static class SeedDefaults
{
    static JsonObject Org => field ??= Node(new OrgSeed());

    static JsonObject Group => field ??= Node(new SeedGroup { Name = "" });

    static JsonObject User => field ??= Node(new SeedUser { Login = "", Password = "" });

    static JsonObject Server => field ??= Node(new SeedAuthorizationServer { Name = "", Audience = "" });

    static JsonObject AccessPolicy => field ??= Node(new SeedAccessPolicy { Name = "" });

    static JsonObject AccessRule => field ??= Node(new SeedAccessRule { Name = "" });

    static JsonObject Scope => field ??= Node(new SeedScope { Name = "" });

    static JsonObject StandardClaim => field ??= Node(new SeedStandardClaim { Name = "" });

    static JsonObject UserName => field ??= Node(new SeedUserName { User = "", Name = "" });

    static JsonObject Claim => field ??= Node(new SeedClaim { Name = "" });

    static JsonObject Filter => field ??= Node(new SeedGroupFilter { Value = "" });

    static JsonObject Factor => field ??= Node(new SeedFactor { FactorType = "" });

    static JsonObject FactorRule => field ??= Node(new SeedFactorRule { FactorType = "" });

    static JsonObject SessionPolicy => field ??= Node(new SeedSessionPolicy { Name = "" });

    static JsonObject SessionRule => field ??= Node(new SeedSessionRule { Name = "" });

    static JsonObject PasswordPolicy => field ??= Node(new SeedPasswordPolicy { Name = "" });

    static JsonObject PasswordRule => field ??= Node(new SeedPasswordRule { Name = "" });

    static JsonObject EnrollmentRule => field ??= Node(new SeedEnrollmentRule { Name = "" });

    static JsonObject EnrollmentPolicy => field ??= Node(new SeedEnrollmentPolicy { Name = "" });

    static JsonObject GroupRule => field ??= Node(new SeedGroupRule { Name = "", Expression = "", GroupIds = [] });

    static JsonObject Zone => field ??= Node(new SeedNetworkZone { Name = "", Networks = [] });

    static JsonObject Origin => field ??= Node(new SeedTrustedOrigin { Origin = "" });

    static JsonObject ApiToken => field ??= Node(new SeedApiToken { Token = "" });

    static JsonObject EventHook => field ??= Node(new SeedEventHook { Name = "", Uri = "", Events = [] });

    static JsonObject Header => field ??= Node(new SeedHeader { Name = "", Value = "" });

    static JsonObject Type => field ??= Node(new SeedUserType { Name = "" });

    static JsonObject Attribute => field ??= Node(new SeedProperty { Name = "" });

    static JsonObject OtherApp => field ??= Node(new SeedOtherApp { Name = "", SignOnMode = "", Integration = "" });

    static JsonObject AppPolicy => field ??= Node(new SeedAppPolicy { Name = "" });

    static JsonObject AppConstraint => field ??= Node(new SeedAppConstraint());

    static JsonObject RegistrationPolicy => field ??= Node(new SeedRegistrationPolicy { Name = "" });

    static JsonObject RegistrationAttribute => field ??= Node(new SeedRegistrationField { Name = "" });

    static JsonObject AppRule => field ??= Node(new SeedAppRule { Name = "" });

    static JsonObject InlineHook => field ??= Node(new SeedInlineHook { Name = "", Uri = "" });

    static JsonObject[] Apps => field ??= [.. Enum.GetValues<AppKind>().Select(kind => Node(AppOf(kind)))];

    static readonly JsonArray OpenPolicies = (JsonArray)Node(new SeedAuthorizationServer
    {
        Name = "",
        Audience = "",
        Policies = [new() { Name = "Default Policy", Rules = [new() { Name = "Default Policy Rule" }] }],
    })["policies"]!;

    /// <summary>What has no default at all.</summary>
    public static bool MustBeGiven(Type type, JsonPropertyInfo member) =>
        member.IsRequired && !(type == typeof(SeedUser) && member.Name is "password")
        && !(type == typeof(SeedAuthorizationServer) && member.Name is "audience")
        && !(type == typeof(SeedApiToken) && member.Name is "token");

    /// <summary>What was given with what was not. Secrets that it needs and has not are made by <paramref name="make"/>.</summary>
    public static JsonObject Whole(Type type, JsonObject given, IReadOnlySet<string> toMake, Func<MadeSecret, string> make)
    {
        foreach (var secret in Secrets(type, given, toMake))
            given[secret.Name] = make(secret);
        foreach (var (name, value) in Of(type, given).ToList())
            if (!given.ContainsKey(name))
                given[name] = value?.DeepClone();
        return given;
    }

    /// <summary>The defaults of what is otherwise as given.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Of(Type type, JsonObject given) => type.Name switch
    {
        nameof(OrgSeed) => Org,
        nameof(SeedGroup) => Group,
        nameof(SeedUser) => OfUser(given),
        nameof(SeedApp) => OfApp(given),
        nameof(SeedAuthorizationServer) => OfServer(given),
        nameof(SeedAccessPolicy) => AccessPolicy,
        nameof(SeedAccessRule) => AccessRule,
        nameof(SeedScope) => Scope,
        nameof(SeedStandardClaim) => StandardClaim,
        nameof(SeedUserName) => UserName,
        nameof(SeedClaim) => Claim,
        nameof(SeedGroupFilter) => Filter,
        nameof(SeedFactor) => OfFactor(Factor, given),
        nameof(SeedFactorRule) => OfFactor(FactorRule, given),
        nameof(SeedSessionPolicy) => SessionPolicy,
        nameof(SeedSessionRule) => SessionRule,
        nameof(SeedPasswordPolicy) => PasswordPolicy,
        nameof(SeedPasswordRule) => PasswordRule,
        nameof(SeedEnrollmentPolicy) => EnrollmentPolicy,
        nameof(SeedEnrollmentRule) => EnrollmentRule,
        nameof(SeedNetworkZone) => Zone,
        nameof(SeedTrustedOrigin) => Origin,
        nameof(SeedGroupRule) => GroupRule,
        nameof(SeedInlineHook) => InlineHook,
        nameof(SeedEventHook) => EventHook,
        nameof(SeedHeader) => Header,
        nameof(SeedUserType) => Type,
        nameof(SeedProperty) => Attribute,
        nameof(SeedOtherApp) => OtherApp,
        nameof(SeedAppPolicy) => AppPolicy,
        nameof(SeedAppRule) => AppRule,
        nameof(SeedAppConstraint) => AppConstraint,
        nameof(SeedRegistrationPolicy) => RegistrationPolicy,
        nameof(SeedRegistrationField) => RegistrationAttribute,
        nameof(SeedApiToken) => ApiToken.Where(member => member.Key is not "token"),
        _ => KeptDefaults.Of(type.Name)
            ?? throw new NotSupportedException($"A seed has records of a kind that files do not know: {type}."),
    };

    /// <summary>Those that are needed and not given, and those that were asked for.</summary>
    static IEnumerable<MadeSecret> Secrets(Type type, JsonObject given, IReadOnlySet<string> toMake)
    {
        bool Needs(string name, bool isNeeded) => !given.ContainsKey(name) && (isNeeded || toMake.Contains(name));

        if (type == typeof(SeedUser))
        {
            if (Needs("password", HasPassword(given)))
                yield return new("password", SeedSecrets.NewPassword());
            if (Needs("totpSecret", false))
                yield return new("totpSecret", SeedSecrets.NewTotpSecret());
            if (Needs("recoveryAnswer", given["recoveryQuestion"] is not null))
                yield return new("recoveryAnswer", SeedSecrets.NewAnswer());
            if (Needs("activationToken", false))
                yield return new("activationToken", SeedSecrets.NewApiToken());
        }
        else if (type == typeof(SeedApiToken) && Needs("token", true))
            yield return new("token", SeedSecrets.NewApiToken());
        else if ((type == typeof(SeedInlineHook) || type == typeof(SeedEventHook)) && Needs("authSecret", given["authHeader"] is not null))
            yield return new("authSecret", SeedSecrets.NewClientSecret());
        else if (type == typeof(SeedIdentityProvider) && Needs("clientSecret", false))
            yield return new("clientSecret", SeedSecrets.NewClientSecret());
        else if (type == typeof(SeedApp))
        {
            if (Needs("clientSecret", NeedsSecret(given)))
                yield return new("clientSecret", SeedSecrets.NewClientSecret());
            if (Needs("secondClientSecret", false))
                yield return new("secondClientSecret", SeedSecrets.NewClientSecret());
        }
        else if (type == typeof(SeedFactor) && Text(given, "factorType") is { } factorType && SecretOf(factorType) is { } made)
            if (Needs("secret", true))
                yield return new("secret", made);
    }

    static string? SecretOf(string factorType) => factorType switch
    {
        FactorTypes.Totp => SeedSecrets.NewTotpSecret(),
        FactorTypes.Question => SeedSecrets.NewAnswer(),
        FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken => SeedSecrets.NewCode(),
        _ => null,
    };

    /// <summary>Nobody has one yet who is to be activated, nor here whose password an identity provider has.</summary>
    public static bool HasPassword(JsonObject user) =>
        user["passwordHash"] is null && user["identityProvider"] is null && Text(user, "state") is not ("staged" or "provisioned");

    public static bool NeedsSecret(JsonObject app) =>
        (Text(app, "tokenEndpointAuthMethod") ?? Method(app)) is
            ClientAuthMethods.ClientSecretBasic or ClientAuthMethods.ClientSecretPost or ClientAuthMethods.ClientSecretJwt;

    static string Method(JsonObject app)
    {
        if (app["jwks"] is not null || app["jwksUri"] is not null)
            return ClientAuthMethods.PrivateKeyJwt;
        return app.ContainsKey("clientSecret") || KindOf(app) is AppKind.Web or AppKind.Service
            ? ClientAuthMethods.ClientSecretBasic
            : ClientAuthMethods.None;
    }

    /// <summary>To have no password where one would be made must be said.</summary>
    static IEnumerable<KeyValuePair<string, JsonNode?>> OfUser(JsonObject given) =>
        HasPassword(given) ? User.Where(member => member.Key is not "password") : User;

    static IEnumerable<KeyValuePair<string, JsonNode?>> OfApp(JsonObject given) => AppOf(given).Select(member => member.Key switch
    {
        "tokenEndpointAuthMethod" => new(member.Key, Method(given)),
        // Who names users means them, and nobody else.
        "assignedGroups" when given["assignedUsers"] is JsonArray { Count: > 0 } => new(member.Key, new JsonArray()),
        _ => member,
    });

    static IEnumerable<KeyValuePair<string, JsonNode?>> OfServer(JsonObject given) => Server.Select(member => member.Key switch
    {
        "audience" => new(member.Key, "api://" + Slug(Text(given, "name") ?? "")),
        "policies" => new(member.Key, OpenPolicies),
        _ => member,
    });

    static IEnumerable<KeyValuePair<string, JsonNode?>> OfFactor(JsonObject defaults, JsonObject given)
    {
        var kind = Array.Find(FactorKinds.All, kind => kind.FactorType == Text(given, "factorType"));
        return defaults.Select(member => member.Key is "provider" && kind is not null
            ? new(member.Key, kind.Provider)
            : member);
    }

    static JsonObject AppOf(JsonObject given) => Apps[(int)KindOf(given)];

    static SeedApp AppOf(AppKind kind)
    {
        SeedApp app = new()
        {
            Name = "",
            Kind = kind,
            AssignedGroupIds = [Directory.Group.Everyone],
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
        };
        return kind switch
        {
            AppKind.Service => app with
            {
                GrantTypes = [GrantTypes.ClientCredentials],
                ResponseTypes = [ResponseTypes.Token],
                AssignedGroupIds = [],
            },
            AppKind.Web => app,
            _ => app with { PkceRequired = true },
        };
    }

    static AppKind KindOf(JsonObject app) =>
        Enum.TryParse<AppKind>(Text(app, "kind"), ignoreCase: true, out var kind) ? kind : AppKind.Web;

    static string? Text(JsonObject given, string member) =>
        given[member] is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    static string Slug(string name) =>
        string.Join('-', name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public static JsonObject Node<T>(T record) => JsonSerializer.SerializeToNode(record, SeedJson.Of(typeof(T)))!.AsObject();
}

/// <summary>A secret that nobody gave.</summary>
readonly record struct MadeSecret(string Name, string Value)
{
    public override string ToString() => Name;
}
