using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Hooks;

/// <summary>Keys for hooks that are asked with a signature: made, named, listed. No hook here is asked so, and none is in use.</summary>
sealed class HookKeyOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Keys = "/api/v1/hook-keys", One = Keys + "/{id}";
    const string Reading = "okta.inlineHooks.read", Managing = "okta.inlineHooks.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Keys, Reading, ListAsync),
        Operation.Change("POST", Keys, Managing, AddAsync),
        Operation.Read(Keys + "/public/{keyId}", Reading, ShowPublicAsync),
        Operation.Read(One, Reading, ShowAsync),
        Operation.Change("PUT", One, Managing, RenameAsync),
        Operation.Change("DELETE", One, Managing, DeleteAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call) => Answer.List(
        (await directory.HookKeys.AllAsync(call.Ct)).OrderBy(key => key.CreatedAt).Select(Write));

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var others = await directory.HookKeys.AllToChangeAsync(call.Ct);
        if (others.Count >= HookKey.Most)
            throw OktaError.Invalid("hookKey", $"There are at most {HookKey.Most} keys."); // UNCONFIRMED: the words

        var id = OktaIds.New(OktaIds.HookKey);
        var keyId = new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
        HookKey key = new()
        {
            Id = id,
            Name = await ReadNameAsync(call, id),
            KeyId = keyId,
            Jwk = Made(keyId),
            CreatedAt = store.Now,
            LastUpdatedAt = store.Now,
        };
        // Of those who add the last one at once, the others look again.
        directory.HookKeys.AddBeside(work, key, others);
        return Answer.Ok(WriteWhole(key));
    }

    async Task<Answer> ShowAsync(ManagementCall call)
    {
        var key = (await FindAsync(call)).Document;
        return Answer.Ok(call.Query("expand") is "publickey" ? WriteWhole(key) : Write(key));
    }

    async Task<Answer> ShowPublicAsync(ManagementCall call)
    {
        var key = (await directory.HookKeys.AllAsync(call.Ct)).FirstOrDefault(key => key.KeyId == call["keyId"]);
        return key is null ? throw OktaError.NotFound(call["keyId"], "HookKey") : Answer.Ok(new JsonObject { ["_embedded"] = Public(key) });
    }

    async Task<Answer> RenameAsync(ManagementCall call, Work work)
    {
        var before = await FindAsync(call);
        var after = before.Document with { Name = await ReadNameAsync(call, before.Document.Id), LastUpdatedAt = store.Now };
        directory.HookKeys.Change(work, before, after);
        return Answer.Ok(WriteWhole(after));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        directory.HookKeys.Delete(work, await FindAsync(call));
        return Answer.NoContent();
    }

    /// <summary>UNCONFIRMED: the type's name in the error.</summary>
    async Task<Kept<HookKey>> FindAsync(ManagementCall call) =>
        await directory.HookKeys.FindToChangeAsync(call["id"], call.Ct) ?? throw OktaError.NotFound(call["id"], "HookKey");

    async Task<string> ReadNameAsync(ManagementCall call, string id)
    {
        var name = call.Body.Needed("name");
        if (Faults.OfName("name", name).Any())
            throw OktaError.Invalid("name", "name: The field is too long");
        return await directory.HookKeys.FindByAsync("name", name, call.Ct) is { } other && other.Id != id
            ? throw OktaError.Invalid("name", "name: An object with this field already exists in the current organization")
            : name;
    }

    static JsonElement Made(string keyId)
    {
        using var key = RSA.Create(2048);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        JsonObject jwk = new()
        {
            ["kty"] = "RSA", ["alg"] = "RSA", ["kid"] = keyId, ["use"] = null, ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
        };
        return JsonSerializer.SerializeToElement(jwk, DirectoryJson.Default.JsonObject);
    }

    static JsonObject Write(HookKey key) => new()
    {
        ["id"] = key.Id, ["keyId"] = key.KeyId, ["name"] = key.Name, ["created"] = Wire.Instant(key.CreatedAt),
        ["lastUpdated"] = Wire.Instant(key.LastUpdatedAt), ["isUsed"] = "false",
    };

    static JsonObject WriteWhole(HookKey key)
    {
        var written = Write(key);
        written["_embedded"] = Public(key);
        return written;
    }

    static JsonObject Public(HookKey key) => JsonObject.Create(key.Jwk)!;
}
