using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What becomes of what a seed only has kept and listed, and the other way round.</summary>
static class SeededKept
{
    public static Behavior Of(SeedBehavior behavior, long now) => new()
    {
        Id = behavior.Id, Name = behavior.Name, Type = behavior.Type, Settings = SeededApp.Stored(behavior.Settings ?? [])!.Value,
        Status = Lifecycle.Of(behavior.IsActive), CreatedAt = now, LastUpdatedAt = now,
    };

    public static SeedBehavior Exported(Behavior behavior) => new()
    {
        Id = ExportedOrg.Unless(OktaIds.Of(OktaIds.Behavior, behavior.Name), behavior.Id), Name = behavior.Name, Type = behavior.Type,
        Settings = Some(ExportedOrg.Profile(behavior.Settings)), IsActive = behavior.Status is Lifecycle.Active,
    };

    public static IdentityProvider Of(SeedIdentityProvider provider, long now) => new()
    {
        Id = provider.Id, Name = provider.Name, Type = provider.Type,
        Protocol = SeededApp.Stored(ProtocolSecrets.With(provider.ClientSecret, provider.Protocol))!.Value,
        Policy = SeededApp.Stored(provider.Policy ?? [])!.Value, Status = Lifecycle.Of(provider.IsActive),
        CreatedAt = now, LastUpdatedAt = now,
    };

    public static SeedIdentityProvider Exported(IdentityProvider provider) => new()
    {
        Id = ExportedOrg.Unless(OktaIds.Of(OktaIds.App, IdentityProviderName(provider.Name)), provider.Id), Name = provider.Name,
        Type = provider.Type, Protocol = ProtocolSecrets.Without(ExportedOrg.Profile(provider.Protocol)!),
        Policy = Some(ExportedOrg.Profile(provider.Policy)), IsActive = provider.Status is Lifecycle.Active,
    };

    /// <summary>Of which the id is made: an app, which has ids of the same kind, may be called the same.</summary>
    public static string IdentityProviderName(string name) => "identity provider " + name;

    public static HookKey Of(SeedHookKey key, long now) => new()
    {
        Id = key.Id, Name = key.Name, KeyId = KeyIdOf(key) ?? "", Jwk = SeededApp.Stored(key.Jwk)!.Value, CreatedAt = now,
        LastUpdatedAt = now,
    };

    public static string? KeyIdOf(SeedHookKey key) =>
        key.Jwk["kid"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;

    public static SeedHookKey Exported(HookKey key) => new()
    {
        Id = ExportedOrg.Unless(OktaIds.Of(OktaIds.HookKey, key.Name), key.Id), Name = key.Name, Jwk = ExportedOrg.Profile(key.Jwk)!,
    };

    public static Yubikey Of(SeedYubikey key, long now) => new() { Id = key.Id, Serial = key.Serial, CreatedAt = now };

    public static SeedYubikey Exported(Yubikey key) => new()
    {
        Id = ExportedOrg.Unless(OktaIds.Of(OktaIds.Yubikey, key.Serial), key.Id), Serial = key.Serial,
    };

    static JsonObject? Some(JsonObject? given) => given is { Count: > 0 } ? given : null;
}
