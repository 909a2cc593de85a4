using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Hooks;

namespace Postern.LocalOrg.Importing;

/// <summary>A tenant's hooks, without what proves to them who calls.</summary>
sealed class ImportedHooks(Tenant tenant)
{
    public async Task<IReadOnlyList<InlineHook>> InlineAsync()
    {
        List<InlineHook> hooks = [];
        foreach (var body in await tenant.ListAsync(Subject.Hooks, "/api/v1/inlineHooks"))
            if (tenant.Read($"The inline hook {ImportedOrg.Named(body, "name")}", () => Inline(body)) is { } hook)
                hooks.Add(hook);
        return [.. hooks.OrderBy(hook => hook.Name, StringComparer.Ordinal).ThenBy(hook => hook.Id, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<EventHook>> EventAsync()
    {
        List<EventHook> hooks = [];
        foreach (var body in await tenant.ListAsync(Subject.EventHooks, "/api/v1/eventHooks"))
            if (tenant.Read($"The event hook {ImportedOrg.Named(body, "name")}", () => Event(body)) is { } hook)
                hooks.Add(hook);
        return [.. hooks.OrderBy(hook => hook.Name, StringComparer.Ordinal).ThenBy(hook => hook.Id, StringComparer.Ordinal)];
    }

    static InlineHook Inline(RequestObject body) => new()
    {
        Id = body.Needed("id"), Name = body.Needed("name"), Type = body.Needed("type"), Version = body.Text("version") ?? "1.0.0",
        Status = ImportedOrg.StatusOf(body), Channel = HookChannels.Read(body, before: null),
    };

    static EventHook Event(RequestObject body) => new()
    {
        Id = body.Needed("id"), Name = body.Needed("name"), Description = body.Text("description"), Status = ImportedOrg.StatusOf(body),
        IsVerified = body.Text("verificationStatus") is "VERIFIED", Channel = HookChannels.Read(body, before: null),
        Events = body.NeededObject("events").Texts("items") ?? [],
    };
}
