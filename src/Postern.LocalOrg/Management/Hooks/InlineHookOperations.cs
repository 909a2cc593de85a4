using System.Text;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Hooks;

/// <summary>Inline hooks, of which that of tokens is asked from the next token on: management.md 16.</summary>
sealed class InlineHookOperations(OrgStore store, OrgDirectory directory, HookCaller caller) : IOperations
{
    const string Hooks = "/api/v1/inlineHooks";
    const string One = Hooks + "/{inlineHookId}";
    const string Reading = "okta.inlineHooks.read";
    const string Managing = "okta.inlineHooks.manage";

    readonly SwitchedKind<InlineHook> _kind = new(directory.InlineHooks, "inlineHookId", "InlineHook")
    {
        Write = Write,
        Switch = (_, hook, status) => hook with { Status = status, LastUpdatedAt = store.Now },
        // UNCONFIRMED: the words.
        CheckDeletion = hook =>
        {
            if (hook.Status is Lifecycle.Active)
                throw OktaError.Invalid("inlineHook", "The inline hook must be deactivated before deletion.");
        },
    };

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Hooks, Reading, ListAsync),
        Operation.Change("POST", Hooks, Managing, Add),
        Operation.Change("POST", One, Managing, (call, work) => ChangeAsync(call, work, Updated)),
        Operation.Change("PUT", One, Managing, (call, work) => ChangeAsync(call, work, Replaced)),
        Operation.Change("POST", One + "/execute", Managing, (call, _) => ExecuteAsync(call)),
        .. _kind.Operations(One, Reading, Managing),
    ];

    /// <summary>All, or those of a type.</summary>
    async Task<Answer> ListAsync(ManagementCall call) => Answer.List(
        (await directory.InlineHooks.AllAsync(call.Ct)).Where(hook => call.Query("type") is not { } type || hook.Type == type)
            .OrderBy(hook => hook.CreatedAt).Select(hook => Write(call, hook)));

    Task<Answer> Add(ManagementCall call, Work work)
    {
        var type = call.Body.Needed("type");
        if (!InlineHook.Types.Contains(type))
            throw OktaError.Invalid("type", "type: The field has an invalid value");

        InlineHook hook = new()
        {
            Id = OktaIds.New(OktaIds.InlineHook), Name = ReadName(call.Body), Type = type, Version = call.Body.Needed("version"),
            Channel = HookChannels.Read(call.Body, before: null), CreatedAt = store.Now, LastUpdatedAt = store.Now,
        };
        directory.InlineHooks.Add(work, hook);
        return Task.FromResult(Answer.Ok(Write(call, hook)));
    }

    async Task<Answer> ChangeAsync(ManagementCall call, Work work, Func<RequestObject, InlineHook, InlineHook> change)
    {
        var before = await _kind.FindAsync(call);
        var after = change(call.Body, before.Document) with { LastUpdatedAt = store.Now };
        return _kind.Change(call, work, before, after);
    }

    /// <summary>What it is asked about it stays.</summary>
    static InlineHook Replaced(RequestObject body, InlineHook before) => before with
    {
        Name = ReadName(body),
        Version = body.Text("version") ?? before.Version,
        Channel = HookChannels.Read(body, before.Channel),
    };

    static InlineHook Updated(RequestObject body, InlineHook before) => before with
    {
        Name = body.Has("name") ? ReadName(body) : before.Name,
        Version = body.Text("version") ?? before.Version,
        Channel = body.Has("channel") ? HookChannels.Read(body, before.Channel) : before.Channel,
    };

    /// <summary>Sends what was sent, and hands back what came. UNCONFIRMED: what is said where nothing good came.</summary>
    async Task<Answer> ExecuteAsync(ManagementCall call)
    {
        var hook = (await _kind.FindAsync(call)).Document;
        var answer = await caller.PostAsync(hook.Channel, Encoding.UTF8.GetBytes(call.Body.Element.GetRawText()), call.Ct);
        return answer switch
        {
            { Status: 204 } => Answer.EmptyObject(),
            { Status: 200 } when ForeignJson.Find(answer.Body) is JsonObject body => Answer.Ok(body),
            _ => throw OktaError.Invalid(
                "inlineHook",
                answer is null ? "The service did not answer in time." : $"The service answered with status {answer.Status}."),
        };
    }

    static string ReadName(RequestObject body)
    {
        var name = body.Needed("name");
        return Faults.OfName("name", name).Any() ? throw OktaError.Invalid("name", "name: The field is too long") : name;
    }

    static JsonObject Write(ManagementCall call, InlineHook hook)
    {
        var self = call.Url($"/inlineHooks/{hook.Id}");
        var links = hook.Status is Lifecycle.Active
            ? new JsonObject
            {
                ["self"] = Wire.Link(self), ["execute"] = Wire.Link(self + "/execute", "POST"),
                ["deactivate"] = Wire.Link(self + "/lifecycle/deactivate", "POST"),
            }
            : new()
            {
                ["activate"] = Wire.Link(self + "/lifecycle/activate", "POST"), ["self"] = Wire.Link(self),
                ["delete"] = Wire.Link(self, "DELETE"),
            };
        return new()
        {
            ["id"] = hook.Id, ["status"] = hook.Status.ToString().ToUpperInvariant(), ["name"] = hook.Name, ["type"] = hook.Type,
            ["version"] = hook.Version, ["channel"] = HookChannels.Write(hook.Channel), ["created"] = Wire.Instant(hook.CreatedAt),
            ["lastUpdated"] = Wire.Instant(hook.LastUpdatedAt), ["_links"] = links,
        };
    }
}
