using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Hooks;

/// <summary>Event hooks, which are told of what is logged once they have been verified: management.md 16.</summary>
sealed class EventHookOperations(OrgStore store, OrgDirectory directory, HookCaller caller) : IOperations
{
    const string Hooks = "/api/v1/eventHooks";
    const string One = Hooks + "/{eventHookId}";
    const string Reading = "okta.eventHooks.read";
    const string Managing = "okta.eventHooks.manage";
    const int MostEvents = 500, LongestDescription = 1024;

    readonly SwitchedKind<EventHook> _kind = new(directory.EventHooks, "eventHookId", "Webhook")
    {
        Write = Write,
        Switch = (_, hook, status) => hook with { Status = status, LastUpdatedAt = store.Now },
        // UNCONFIRMED: the words.
        CheckDeletion = hook =>
        {
            if (hook.Status is Lifecycle.Active)
                throw OktaError.Invalid("eventHook", "The event hook must be deactivated before deletion.");
        },
    };

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Hooks, Reading, ListAsync),
        Operation.Change("POST", Hooks, Managing, Add),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        Operation.Change("POST", One + "/lifecycle/verify", Managing, VerifyAsync),
        .. _kind.Operations(One, Reading, Managing),
    ];

    async Task<Answer> ListAsync(ManagementCall call) => Answer.List(
        (await directory.EventHooks.AllAsync(call.Ct)).OrderBy(hook => hook.CreatedAt).Select(hook => Write(call, hook)));

    Task<Answer> Add(ManagementCall call, Work work)
    {
        var hook = Read(call.Body, new()
        {
            Id = OktaIds.New(OktaIds.EventHook), Name = "", Events = [], Channel = new() { Uri = "" }, CreatedBy = call.Caller.UserId,
            CreatedAt = store.Now,
        });
        directory.EventHooks.Add(work, hook);
        return Task.FromResult(Answer.Ok(Write(call, hook)));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await _kind.FindAsync(call);
        var after = Read(call.Body, before.Document);
        // Another address must show anew that it is its owner's.
        if (after.Channel.Uri != before.Document.Channel.Uri)
            after = after with { IsVerified = false };
        return _kind.Change(call, work, before, after);
    }

    EventHook Read(RequestObject body, EventHook before)
    {
        var name = body.Needed("name");
        if (Faults.OfName("name", name).Any())
            throw OktaError.Invalid("name", "name: The field is too long");
        if (body.Text("description") is { Length: > LongestDescription })
            throw OktaError.Invalid("description", "description: The field is too long");

        return before with
        {
            Name = name,
            Description = body.Text("description"),
            Events = ReadEvents(body.NeededObject("events")),
            Channel = HookChannels.Read(body, before.Channel),
            LastUpdatedAt = store.Now,
        };
    }

    static IReadOnlyList<string> ReadEvents(RequestObject events)
    {
        var items = events.Texts("items") ?? [];
        if (events.Text("type") is not (null or "EVENT_TYPE"))
            throw OktaError.Invalid("events.type", "events.type: The field has an invalid value");
        return items.Count is > 0 and <= MostEvents && items.All(item => item.Length is > 0 and <= 255)
            ? items
            : throw OktaError.Blank("events.items");
    }

    /// <summary>The address answers with what it was asked for, as only its owner lets it.</summary>
    async Task<Answer> VerifyAsync(ManagementCall call, Work work)
    {
        var before = await _kind.FindAsync(call);
        var challenge = Secrets.New();
        var answer = await caller.GetAsync(before.Document.Channel, ("x-okta-verification-challenge", challenge), call.Ct);
        if (answer is not { Status: 200 } || !Secrets.AreEqual(VerificationIn(answer.Body), challenge))
            // UNCONFIRMED: the words.
            throw OktaError.Invalid("eventHook", "The event hook could not be verified: the service did not answer with the challenge.");

        var after = before.Document with { IsVerified = true, LastUpdatedAt = store.Now };
        return _kind.Change(call, work, before, after);
    }

    static string VerificationIn(byte[] body) =>
        ForeignJson.Find(body) is JsonObject map && map["verification"] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : "";

    static JsonObject Write(ManagementCall call, EventHook hook)
    {
        var self = call.Url($"/eventHooks/{hook.Id}");
        var isActive = hook.Status is Lifecycle.Active;
        return new()
        {
            ["id"] = hook.Id, ["status"] = hook.Status.ToString().ToUpperInvariant(),
            ["verificationStatus"] = hook.IsVerified ? "VERIFIED" : "UNVERIFIED", ["name"] = hook.Name, ["description"] = hook.Description,
            ["created"] = Wire.Instant(hook.CreatedAt), ["createdBy"] = hook.CreatedBy, ["lastUpdated"] = Wire.Instant(hook.LastUpdatedAt),
            ["events"] = new JsonObject { ["type"] = "EVENT_TYPE", ["items"] = Wire.Texts(hook.Events), ["filter"] = null },
            ["channel"] = HookChannels.Write(hook.Channel),
            ["_links"] = new JsonObject
            {
                ["self"] = Wire.Link(self), ["verify"] = Wire.Link(self + "/lifecycle/verify", "POST"),
                [isActive ? "deactivate" : "activate"] = Wire.Link(self + $"/lifecycle/{(isActive ? "deactivate" : "activate")}", "POST"),
            },
        };
    }
}
