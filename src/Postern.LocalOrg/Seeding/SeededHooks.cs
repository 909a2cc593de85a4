using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What a seed's hooks become in the directory.</summary>
static class SeededHooks
{
    public static InlineHook Of(SeedInlineHook hook, long now) => new()
    {
        Id = hook.Id,
        Name = hook.Name,
        Type = hook.Type,
        Version = hook.Version,
        Channel = Channel(hook.Uri, hook.Headers, hook.AuthHeader, hook.AuthSecret),
        Status = Lifecycle.Of(hook.IsActive),
        CreatedAt = now,
        LastUpdatedAt = now,
    };

    public static EventHook Of(SeedEventHook hook, long now) => new()
    {
        Id = hook.Id,
        Name = hook.Name,
        Description = hook.Description,
        Events = [.. hook.Events.Distinct()],
        Channel = Channel(hook.Uri, hook.Headers, hook.AuthHeader, hook.AuthSecret),
        Status = Lifecycle.Of(hook.IsActive),
        IsVerified = !hook.IsUnverified,
        CreatedAt = now,
        LastUpdatedAt = now,
    };

    public static IReadOnlyList<SeedHeader> Headers(HookChannel channel) =>
        [.. channel.Headers.Select(header => new SeedHeader { Name = header.Key, Value = header.Value })];

    static HookChannel Channel(string uri, IReadOnlyList<SeedHeader> headers, string? authHeader, string? authSecret) => new()
    {
        Uri = uri, Headers = [.. headers.Select(header => new HookHeader(header.Name, header.Value))],
        Secret = authHeader is { } header ? new(header, authSecret ?? "") : null,
    };
}
