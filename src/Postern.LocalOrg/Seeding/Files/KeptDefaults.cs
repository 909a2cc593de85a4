using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>What is left out of the records that are only kept and listed.</summary>
static class KeptDefaults
{
    static JsonObject Brand => field ??= SeedDefaults.Node(new SeedBrand { Name = "" });

    static JsonObject Domain => field ??= SeedDefaults.Node(new SeedDomain { Name = "" });

    static JsonObject Behavior => field ??= SeedDefaults.Node(new SeedBehavior { Name = "", Type = "" });

    static JsonObject IdentityProvider => field ??= SeedDefaults.Node(new SeedIdentityProvider { Name = "", Type = "", Protocol = [] });

    static JsonObject LinkedObject => field ??= SeedDefaults.Node(
        new SeedLinkedObject { Primary = new() { Name = "" }, Associated = new() { Name = "" } });

    static JsonObject LinkedEnd => field ??= SeedDefaults.Node(new SeedLinkedEnd { Name = "" });

    static JsonObject Link => field ??= SeedDefaults.Node(new SeedLink { User = "", Primary = "" });

    static JsonObject HookKey => field ??= SeedDefaults.Node(new SeedHookKey { Name = "", Jwk = [] });

    static JsonObject Yubikey => field ??= SeedDefaults.Node(new SeedYubikey { Serial = "" });

    static JsonObject AssignedProfile => field ??= SeedDefaults.Node(new SeedAssignedProfile { Of = "", Profile = [] });

    static JsonObject Authenticator => field ??= SeedDefaults.Node(new SeedAuthenticator { Key = "" });

    static JsonObject AuthenticatorMethod => field ??= SeedDefaults.Node(new SeedAuthenticatorMethod { Type = "" });

    static JsonObject ResourceKey => field ??= SeedDefaults.Node(new SeedResourceKey { Jwk = [] });

    static JsonObject RoutingRule => field ??= SeedDefaults.Node(new SeedRoutingRule { Name = "" });

    static JsonObject Threats => field ??= SeedDefaults.Node(new SeedThreats { Action = "" });

    /// <summary>Null: it is none of these.</summary>
    public static JsonObject? Of(string type) => type switch
    {
        nameof(SeedBrand) => Brand,
        nameof(SeedDomain) => Domain,
        nameof(SeedBehavior) => Behavior,
        nameof(SeedIdentityProvider) => IdentityProvider,
        nameof(SeedLinkedObject) => LinkedObject,
        nameof(SeedLinkedEnd) => LinkedEnd,
        nameof(SeedLink) => Link,
        nameof(SeedHookKey) => HookKey,
        nameof(SeedYubikey) => Yubikey,
        nameof(SeedAssignedProfile) => AssignedProfile,
        nameof(SeedAuthenticator) => Authenticator,
        nameof(SeedAuthenticatorMethod) => AuthenticatorMethod,
        nameof(SeedResourceKey) => ResourceKey,
        nameof(SeedRoutingRule) => RoutingRule,
        nameof(SeedThreats) => Threats,
        _ => null,
    };
}
