using System.Text.Json.Nodes;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Admins;

/// <summary>API tokens as admins see them, the secret never among it: management.md 14. None is made here, as with Okta.</summary>
sealed class ApiTokenOperations(OrgStore store, OrgDirectory directory, ApiCaller callers, ApiTokenUses uses) : IOperations
{
    const string Tokens = "/api/v1/api-tokens";
    const string One = Tokens + "/{apiTokenId}";
    const string Reading = "okta.apiTokens.read";
    const string Managing = "okta.apiTokens.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Tokens, Reading, ListAsync),
        Operation.Change("DELETE", Tokens + "/current", null, RevokeCurrentAsync),
        Operation.Read(One, Reading, ShowAsync),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        Operation.Change("DELETE", One, Managing, RevokeAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var used = await uses.LastAsync(call.Ct);
        return Answer.List((await directory.ApiTokens.AllAsync(call.Ct)).Select(token => Write(call, token, used)));
    }

    async Task<Answer> ShowAsync(ManagementCall call) =>
        Answer.Ok(Write(call, (await FindAsync(call, call["apiTokenId"])).Document, await uses.LastAsync(call.Ct)));

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await FindAsync(call, call["apiTokenId"]);
        var name = call.Body.Needed("name");
        if (Faults.OfName("name", name).Any())
            throw OktaError.Invalid("name", "name: The field is too long");

        // Whose it is and when it was made is no one's to change: what else is sent is ignored.
        var after = before.Document with { Name = name, Network = ReadNetwork(call.Body), LastUpdatedAt = store.Now };
        directory.ApiTokens.Change(work, before, after);
        return Answer.Ok(Write(call, after, await uses.LastAsync(call.Ct)));
    }

    async Task<Answer> RevokeAsync(ManagementCall call, Work work)
    {
        directory.ApiTokens.Delete(work, await FindAsync(call, call["apiTokenId"]));
        return Answer.NoContent();
    }

    /// <summary>The one that asks.</summary>
    async Task<Answer> RevokeCurrentAsync(ManagementCall call, Work work)
    {
        var caller = await callers.CheckApiTokenAsync(call.Http);
        directory.ApiTokens.Delete(work, await FindAsync(call, caller.TokenId!));
        return Answer.NoContent();
    }

    async Task<Kept<ApiToken>> FindAsync(ManagementCall call, string id) =>
        await directory.ApiTokens.FindToChangeAsync(id, call.Ct) ?? throw OktaError.NotFound(id, "Token");

    TokenNetwork? ReadNetwork(RequestObject body)
    {
        if (body.Object("network") is not { } network || network.Text("connection") is null or TokenNetwork.Anywhere)
            return null;
        if (network.Text("connection") is not TokenNetwork.Zone)
            throw OktaError.Invalid("network", "network.connection: The field has an invalid value");

        return new() { Connection = TokenNetwork.Zone, Include = Zones(network, "include"), Exclude = Zones(network, "exclude") };
    }

    IReadOnlyList<string>? Zones(RequestObject network, string member)
    {
        var ids = network.Texts(member);
        return ids?.FirstOrDefault(id => !directory.Org.NetworkZones.Any(zone => zone.Id == id)) is { } unknown
            ? throw OktaError.Invalid("network", $"{network.Name(member)}: There is no network zone '{unknown}'.")
            : ids;
    }

    static JsonObject Write(ManagementCall call, ApiToken token, IReadOnlyDictionary<string, long> used)
    {
        var last = Math.Max(token.LastUpdatedAt, used.GetValueOrDefault(token.Id));
        var self = call.Url($"/api-tokens/{token.Id}");
        JsonObject links = new() { ["self"] = Wire.Link(self, "GET", "DELETE") };
        if (token.OwnerId is { } owner)
            links["user"] = Wire.Link(call.Url($"/users/{owner}"), "GET");
        return new()
        {
            ["id"] = token.Id, ["name"] = token.Name, ["userId"] = token.OwnerId, ["clientName"] = "Okta API", ["tokenWindow"] = "P30D",
            ["network"] = Write(token.Network), ["expiresAt"] = Wire.Instant(last + (long)ApiToken.Window.TotalSeconds),
            ["created"] = Wire.Instant(token.CreatedAt), ["lastUpdated"] = Wire.Instant(last), ["_links"] = links,
        };
    }

    static JsonObject Write(TokenNetwork? network)
    {
        JsonObject written = new() { ["connection"] = network?.Connection ?? TokenNetwork.Anywhere };
        if (network?.Include is { } include)
            written["include"] = Wire.Texts(include);
        if (network?.Exclude is { } exclude)
            written["exclude"] = Wire.Texts(exclude);
        return written;
    }
}
