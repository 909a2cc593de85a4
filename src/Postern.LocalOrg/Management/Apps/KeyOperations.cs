using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>A client's public keys, one by one: management.md 10.6.</summary>
sealed class KeyOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Path = AppPaths.One + "/credentials/jwks", One = Path + "/{keyId}";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, AppPaths.Reading, ListAsync),
        Operation.Change("POST", Path, AppPaths.Managing, AddAsync),
        Operation.Read(One, AppPaths.Reading, ShowAsync),
        Operation.Change("DELETE", One, AppPaths.Managing, DeleteAsync),
        Operation.Change("POST", One + "/lifecycle/activate", AppPaths.Managing, ActivateAsync),
        Operation.Change("POST", One + "/lifecycle/deactivate", AppPaths.Managing, DeactivateAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var app = await directory.ClientAsync(call);
        return Answer.List(app.AllKeys().Select(key => Write(call, app, key)));
    }

    async Task<Answer> ShowAsync(ManagementCall call)
    {
        var app = await directory.ClientAsync(call);
        return Answer.Ok(Write(call, app, Find(call, app)));
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var before = await directory.ClientToChangeAsync(call);
        var keys = before.Document.AllKeys();
        var added = JwkReader.Read(call.Body, before: null, store.Now);
        if (keys.Count >= JwkReader.Most)
            throw JwkReader.TooMany();
        if (keys.Any(key => JwkReader.KidOf(key) is null))
            throw JwkReader.WithoutKid();
        if (keys.Any(key => JwkReader.KidOf(key) == JwkReader.KidOf(added)) || (keys.Count > 0 && JwkReader.KidOf(added) is null))
            throw JwkReader.Wrong("Each key must have a unique ''kid''.");

        Change(work, before, [.. keys, added]);
        return Answer.Created(Write(call, before.Document, added));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await directory.ClientToChangeAsync(call);
        var key = Find(call, before.Document);
        if (key.Status is Lifecycle.Active)
            throw JwkReader.Wrong("You can't delete an active JSON Web Key. Deactivate the key before deleting it.");

        Change(work, before, [.. before.Document.AllKeys().Where(other => other.Id != key.Id)]);
        return Answer.NoContent();
    }

    Task<Answer> ActivateAsync(ManagementCall call, Work work) => PutAsync(call, work, Lifecycle.Active);

    Task<Answer> DeactivateAsync(ManagementCall call, Work work) => PutAsync(call, work, Lifecycle.Inactive);

    async Task<Answer> PutAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var before = await directory.ClientToChangeAsync(call);
        var key = Find(call, before.Document);
        if (key.Status == status)
            return Answer.Ok(Write(call, before.Document, key));
        if (status is Lifecycle.Inactive && IsOnlyOne(before.Document))
            throw JwkReader.Wrong(
                "Can't deactivate the only active JSON Web Key when the value for 'token_endpoint_auth_method' is 'private_key_jwt'.");

        var changed = key with { Status = status, LastUpdatedAt = store.Now };
        Change(work, before, [.. before.Document.AllKeys().Select(other => other.Id == key.Id ? changed : other)]);
        return Answer.Ok(Write(call, before.Document, changed));
    }

    static bool IsOnlyOne(App app) =>
        app.TokenEndpointAuthMethod is ClientAuthMethods.PrivateKeyJwt && app.AllKeys().Count(key => key.Status is Lifecycle.Active) == 1;

    void Change(Work work, Kept<App> before, IReadOnlyList<ClientKey> keys) =>
        directory.Apps.Change(work, before, before.Document.WithKeys(keys) with { JwksUri = null, LastUpdatedAt = store.Now });

    static ClientKey Find(ManagementCall call, App app) =>
        app.AllKeys().FirstOrDefault(key => key.Id == call["keyId"]) ?? throw OktaError.NotFound(call["keyId"], "JsonWebKey");

    static JsonObject Write(ManagementCall call, App app, ClientKey key)
    {
        var jwk = JsonObject.Create(key.Jwk)!;
        JsonObject written = new()
        {
            ["id"] = key.Id, ["status"] = Wire.Status(key.Status), ["created"] = Wire.Instant(key.CreatedAt),
            ["lastUpdated"] = Wire.Instant(key.LastUpdatedAt), ["kty"] = jwk["kty"]?.DeepClone(), ["kid"] = jwk["kid"]?.DeepClone(),
            ["use"] = jwk["use"]?.DeepClone(),
        };
        foreach (var (member, value) in jwk)
            if (!written.ContainsKey(member))
                written[member] = value?.DeepClone();
        var url = AppLinks.Url(call, app, "/credentials/jwks/" + key.Id);
        written["_links"] = key.Status is Lifecycle.Active
            ? new JsonObject { ["deactivate"] = Wire.Link(url + "/lifecycle/deactivate", "POST") }
            : new JsonObject { ["activate"] = Wire.Link(url + "/lifecycle/activate", "POST"), ["delete"] = Wire.Link(url, "DELETE") };
        return written;
    }
}
