using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Apps;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>
/// The public keys for which Okta would encrypt a server's access tokens: added, switched, listed. Those of this org are signed and not
/// encrypted. management.md 11, 10.6.
/// </summary>
sealed class ResourceServerKeys(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Path = ServerPaths.One + "/resourceservercredentials/keys", One = Path + "/{keyId}";
    const int Most = 5, ShortestKid = 8;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, ServerPaths.Reading, ListAsync),
        Operation.Change("POST", Path, ServerPaths.Managing, AddAsync),
        Operation.Read(One, ServerPaths.Reading, ShowAsync),
        Operation.Change("DELETE", One, ServerPaths.Managing, DeleteAsync),
        Operation.Change("POST", One + "/lifecycle/activate", ServerPaths.Managing, ActivateAsync),
        Operation.Change("POST", One + "/lifecycle/deactivate", ServerPaths.Managing, DeactivateAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        return Answer.List(KeysOf(server).Select(key => Write(call, server, key)));
    }

    async Task<Answer> ShowAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        return Answer.Ok(Write(call, server, Find(call, server)));
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var keys = KeysOf(before.Document);
        if (call.Body.Text("status") is "ACTIVE")
            throw JwkReader.Wrong("Keys cannot be created with an ''ACTIVE'' status. Create an ''INACTIVE'' key and then activate it.");
        if (call.Body.Text("use") is not (null or "enc"))
            throw OktaError.Invalid("use", "use: The field has an invalid value");

        var added = JwkReader.Read(call.Body, before: null, store.Now) with
        {
            Id = OktaIds.New(OktaIds.ResourceKey),
            Status = Lifecycle.Inactive,
        };
        if (keys.Count >= Most)
            throw JwkReader.TooMany(Most);
        if (JwkReader.KidOf(added) is { Length: < ShortestKid })
            throw JwkReader.Wrong($"'kid' must be at least {ShortestKid} characters."); // UNCONFIRMED: the words
        if (keys.Any(key => JwkReader.KidOf(key) == JwkReader.KidOf(added)))
            throw JwkReader.Wrong("Each key must have a unique ''kid''.");

        Change(work, before, [.. keys, added]);
        return Answer.Created(Write(call, before.Document, added));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var key = Find(call, before.Document);
        if (key.Status is Lifecycle.Active)
            throw JwkReader.Wrong("You can't delete an active JSON Web Key. Deactivate the key before deleting it.");

        Change(work, before, [.. KeysOf(before.Document).Where(other => other.Id != key.Id)]);
        return Answer.NoContent();
    }

    /// <summary>At most one is: the one that was is switched off.</summary>
    async Task<Answer> ActivateAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var key = Find(call, before.Document);
        var after = KeysOf(before.Document).Select(other => Switched(other, Lifecycle.Of(other.Id == key.Id))).ToList();
        Change(work, before, after);
        return Answer.Ok(Write(call, before.Document, after.Find(other => other.Id == key.Id)!));
    }

    async Task<Answer> DeactivateAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var after = Switched(Find(call, before.Document), Lifecycle.Inactive);
        Change(work, before, [.. KeysOf(before.Document).Select(other => other.Id == after.Id ? after : other)]);
        return Answer.Ok(Write(call, before.Document, after));
    }

    ClientKey Switched(ClientKey key, Lifecycle status) =>
        key.Status == status ? key : key with { Status = status, LastUpdatedAt = store.Now };

    void Change(Work work, Kept<CustomAuthorizationServer> before, List<ClientKey> keys) => directory.Servers.Change(
        work, before, before.Document with { ResourceKeys = keys.Count == 0 ? null : keys, LastUpdatedAt = store.Now });

    static IReadOnlyList<ClientKey> KeysOf(CustomAuthorizationServer server) => server.ResourceKeys ?? [];

    static ClientKey Find(ManagementCall call, CustomAuthorizationServer server) =>
        KeysOf(server).FirstOrDefault(key => key.Id == call["keyId"]) ?? throw OktaError.NotFound(call["keyId"], "JsonWebKey");

    static JsonObject Write(ManagementCall call, CustomAuthorizationServer server, ClientKey key)
    {
        JsonObject written = new() { ["id"] = key.Id };
        foreach (var member in key.Jwk.EnumerateObject())
            written[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        written["use"] = "enc";
        written["status"] = Wire.Status(key.Status);
        written["created"] = Wire.Instant(key.CreatedAt);
        written["lastUpdated"] = Wire.Instant(key.LastUpdatedAt);
        var url = ServerPaths.Url(call, server, "/resourceservercredentials/keys/" + key.Id);
        written["_links"] = key.Status is Lifecycle.Active
            ? new JsonObject { ["deactivate"] = Wire.Link(url + "/lifecycle/deactivate", "POST") }
            : new JsonObject { ["activate"] = Wire.Link(url + "/lifecycle/activate", "POST"), ["delete"] = Wire.Link(url, "DELETE") };
        return written;
    }
}
