using System.Globalization;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Kept;

/// <summary>Behaviours, which policies of Okta's may name: kept as they are sent.</summary>
sealed class BehaviorOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Behaviors = "/api/v1/behaviors";
    const string One = Behaviors + "/{behaviorId}";
    const string Reading = "okta.behaviors.read";
    const string Managing = "okta.behaviors.manage";
    const int Usual = 10, Most = 200;

    readonly SwitchedKind<Behavior> _kind = new(directory.Behaviors, "behaviorId", "BehaviorSettings")
    {
        Write = Write, Switch = (_, behavior, status) => behavior with { Status = status, LastUpdatedAt = store.Now },
    };

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Behaviors, Reading, ListAsync),
        Operation.Change("POST", Behaviors, Managing, Add),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        .. _kind.Operations(One, Reading, Managing),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var limit = call.Limit(Usual, Most);
        var found = await directory.Behaviors.PageAsync(call.Query("after") ?? "", limit + 1, call.Ct);
        return Paging.Page(call, found, limit, behavior => behavior.Id, behavior => Write(call, behavior));
    }

    /// <summary>Active, whatever status was sent.</summary>
    Task<Answer> Add(ManagementCall call, Work work)
    {
        var behavior = Read(call.Body, OktaIds.New(OktaIds.Behavior)) with { CreatedAt = store.Now, LastUpdatedAt = store.Now };
        directory.Behaviors.Add(work, behavior);
        return Task.FromResult(Answer.Ok(Write(call, behavior)));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await _kind.FindAsync(call);
        var after = Read(call.Body, before.Document.Id) with
        {
            Status = before.Document.Status,
            CreatedAt = before.Document.CreatedAt,
            LastUpdatedAt = store.Now,
        };
        return _kind.Change(call, work, before, after);
    }

    /// <exception cref="OktaError">It is none.</exception>
    public static Behavior Read(RequestObject body, string id)
    {
        var (name, type) = (body.Needed("name"), body.Needed("type"));
        if (Faults.OfName("name", name, Behavior.LongestName).Any())
            throw OktaError.Invalid("name", "name: The field is too long");
        if (!Behavior.Types.Contains(type))
            throw OktaError.Invalid("type", "type: The field has an invalid value");

        return new() { Id = id, Name = name, Type = type, Settings = body.ObjectOrNothing("settings").Element.Clone() };
    }

    static JsonObject Write(ManagementCall call, Behavior behavior)
    {
        var self = call.Url($"/behaviors/{behavior.Id}");
        var links = behavior.Status is Lifecycle.Active
            ? new JsonObject
            {
                ["self"] = Wire.Link(self, "GET", "PUT", "DELETE"), ["deactivate"] = Wire.Link(self + "/lifecycle/deactivate", "POST"),
            }
            : new()
            {
                ["activate"] = Wire.Link(self + "/lifecycle/activate", "POST"), ["self"] = Wire.Link(self, "GET", "PUT", "DELETE"),
            };
        return new()
        {
            ["id"] = behavior.Id, ["name"] = behavior.Name, ["status"] = behavior.Status.ToString().ToUpperInvariant(),
            ["settings"] = JsonObject.Create(behavior.Settings), ["type"] = behavior.Type, ["created"] = Instant(behavior.CreatedAt),
            ["lastUpdated"] = Instant(behavior.LastUpdatedAt), ["_links"] = links,
        };
    }

    /// <summary>Unlike anywhere else: <c>2026-02-03 10:15:30.0</c>.</summary>
    static string Instant(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss'.0'", CultureInfo.InvariantCulture);
}
