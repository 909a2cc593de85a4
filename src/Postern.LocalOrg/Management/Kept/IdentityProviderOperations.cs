using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Policies;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Kept;

/// <summary>Identity providers, kept as they are sent and switched on and off: management.md 19. Nobody is sent there.</summary>
sealed class IdentityProviderOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Providers = "/api/v1/idps";
    const string One = Providers + "/{idpId}";
    const string Reading = "okta.idps.read";
    const string Managing = "okta.idps.manage";
    const int Usual = 20, Most = 200;

    readonly SwitchedKind<IdentityProvider> _kind = new(directory.IdentityProviders, "idpId", "IdpTrust")
    {
        Write = Write, Switch = (_, idp, status) => idp with { Status = status, LastUpdatedAt = store.Now },
    };

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Providers, Reading, ListAsync),
        Operation.Change("POST", Providers, Managing, AddAsync),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        .. _kind.Operations(One, Reading, Managing),
    ];

    /// <summary>What was asked for besides the page is not repeated in its links: management.md 3.1.</summary>
    async Task<Answer> ListAsync(ManagementCall call)
    {
        var (limit, after) = (call.Limit(Usual, Most), call.Query("after") ?? "");
        var found = (await directory.IdentityProviders.AllAsync(call.Ct))
            .Where(idp => string.CompareOrdinal(idp.Id, after) > 0)
            .Where(idp => call.Query("type") is not { } type || idp.Type == type)
            .Where(idp => call.Query("q") is not { } name || idp.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            .Take(limit + 1).ToList();
        return Paging.Page(call, found, limit, idp => idp.Id, idp => Write(call, idp));
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var added = await ReadAsync(call, OktaIds.New(OktaIds.App)) with { CreatedAt = store.Now, LastUpdatedAt = store.Now };
        directory.IdentityProviders.AddIfFree(work, added);
        return Answer.Ok(Write(call, added));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await _kind.FindAsync(call);
        var sent = await ReadAsync(call, before.Document.Id);
        var after = sent with
        {
            Protocol = Filled.Kept(ProtocolSecrets.WithKeyOf(Protocol(before.Document), Protocol(sent))),
            Status = before.Document.Status,
            CreatedAt = before.Document.CreatedAt,
            LastUpdatedAt = store.Now,
        };
        return _kind.Change(call, work, before, after);
    }

    async Task<IdentityProvider> ReadAsync(ManagementCall call, string id)
    {
        var read = Read(call.Body, id);
        return await directory.IdentityProviders.FindByAsync("name", read.Name, call.Ct) is { } other && other.Id != id
            ? throw OktaError.Invalid("name", "name: An object with this field already exists in the current organization")
            : read;
    }

    /// <exception cref="OktaError">It is none.</exception>
    public static IdentityProvider Read(RequestObject body, string id)
    {
        var (name, type) = (body.Needed("name"), body.Needed("type"));
        if (Faults.OfName("name", name, IdentityProvider.LongestName).Any())
            throw OktaError.Invalid("name", "name: The field is too long");
        if (!IdentityProvider.Types.Contains(type))
            throw OktaError.Invalid("type", "type: The field has an invalid value");

        return new()
        {
            Id = id, Name = name, Type = type, Protocol = Filled.Kept((JsonObject)Filled.Copy(body.NeededObject("protocol").Element)!),
            Policy = body.ObjectOrNothing("policy").Element.Clone(),
        };
    }

    /// <summary>A copy.</summary>
    static JsonObject Protocol(IdentityProvider idp) => (JsonObject)Filled.Copy(idp.Protocol)!;

    /// <summary>UNCONFIRMED: that Apple's key is not told to whoever has just sent it, as it is not to whoever reads.</summary>
    static JsonObject Write(ManagementCall call, IdentityProvider idp) => new()
    {
        ["id"] = idp.Id, ["name"] = idp.Name, ["status"] = idp.Status.ToString().ToUpperInvariant(),
        ["created"] = Wire.Instant(idp.CreatedAt), ["lastUpdated"] = Wire.Instant(idp.LastUpdatedAt),
        ["protocol"] = ProtocolSecrets.WithoutKey(Protocol(idp)), ["policy"] = JsonObject.Create(idp.Policy), ["type"] = idp.Type,
        ["_links"] = Links(call, idp),
    };

    static JsonObject Links(ManagementCall call, IdentityProvider idp)
    {
        var self = call.Url($"/idps/{idp.Id}");
        JsonObject links = idp.Type is "SAML2"
            ? new()
            {
                ["metadata"] = Wire.Link(self + "/metadata.xml", "GET"), ["acs"] = Wire.Link($"{call.Org}/sso/saml2/{idp.Id}", "POST"),
                ["users"] = Wire.Link(self + "/users", "GET"),
            }
            : new()
            {
                ["authorize"] = Wire.Link($"{call.Org}/oauth2/v1/authorize?idp={idp.Id}", "GET"),
                ["clientRedirectUri"] = Wire.Link($"{call.Org}/oauth2/v1/authorize/callback", "POST"),
                ["users"] = Wire.Link(self + "/users", "GET"),
            };
        var next = idp.Status is Lifecycle.Active ? "deactivate" : "activate";
        links[next] = Wire.Link($"{self}/lifecycle/{next}", "POST");
        return links;
    }
}
