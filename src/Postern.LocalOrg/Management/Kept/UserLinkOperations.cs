using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Kept;

/// <summary>Whom a user is related to, by relations that were defined; and the identity providers that they have: none.</summary>
sealed class UserLinkOperations(OrgDirectory directory) : IOperations
{
    const string Links = "/api/v1/users/{userIdOrLogin}/linkedObjects";
    const string Reading = "okta.users.read";
    const string Managing = "okta.users.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Change("PUT", Links + "/{primaryRelationshipName}/{primaryUserId}", Managing, AssignAsync),
        Operation.Read(Links + "/{relationshipName}", Reading, ListAsync),
        Operation.Change("DELETE", Links + "/{relationshipName}", Managing, RemoveAsync),
        Operation.Read("/api/v1/users/{id}/idps", Reading, async call =>
        {
            await FindAsync(call["id"], call.Ct);
            return Answer.List([]);
        }),
    ];

    async Task<Answer> AssignAsync(ManagementCall call, Work work)
    {
        var user = await FindAsync(call["userIdOrLogin"], call.Ct);
        var relation = await FindRelationAsync(call, call["primaryRelationshipName"]);
        if (relation.Primary.Name != call["primaryRelationshipName"])
            throw OktaError.NotFound(call["primaryRelationshipName"], "LinkedObject");

        var primary = await FindAsync(call["primaryUserId"], call.Ct);
        LinkedValue value = new() { Relation = relation.Primary.Name, AssociatedId = user.Id, PrimaryId = primary.Id };
        if (await directory.LinkedValues.FindToChangeAsync(value.Key, call.Ct) is { } before)
            directory.LinkedValues.Change(work, before, value);
        else
            directory.LinkedValues.AddIfFree(work, value);
        return Answer.NoContent();
    }

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var user = await FindAsync(call["userIdOrLogin"], call.Ct);
        var relation = await FindRelationAsync(call, call["relationshipName"]);
        var values = (await directory.LinkedValues.AllAsync(call.Ct)).Where(value => value.Relation == relation.Primary.Name);
        var others = relation.Primary.Name == call["relationshipName"]
            ? values.Where(value => value.AssociatedId == user.Id).Select(value => value.PrimaryId)
            : values.Where(value => value.PrimaryId == user.Id).Select(value => value.AssociatedId);
        List<JsonNode> written = [];
        foreach (var id in others)
            // Who is there no more is related to nobody.
            if (await directory.Users.FindAsync(id, call.Ct) is not null)
                written.Add(new JsonObject { ["_links"] = new JsonObject { ["self"] = Wire.Link(call.Url($"/users/{id}")) } });
        return Answer.List(written);
    }

    async Task<Answer> RemoveAsync(ManagementCall call, Work work)
    {
        var user = await FindAsync(call["userIdOrLogin"], call.Ct);
        var relation = await FindRelationAsync(call, call["relationshipName"]);
        var key = LinkedValue.KeyOf(relation.Primary.Name, user.Id);
        if (await directory.LinkedValues.FindToChangeAsync(key, call.Ct) is { } there)
            directory.LinkedValues.Delete(work, there);
        return Answer.NoContent();
    }

    async Task<LinkedObject> FindRelationAsync(ManagementCall call, string name) =>
        (await directory.LinkedObjects.AllAsync(call.Ct)).FirstOrDefault(each => each.Primary.Name == name || each.Associated.Name == name)
            ?? throw OktaError.NotFound(name, "LinkedObject");

    /// <summary>By id or login.</summary>
    async Task<User> FindAsync(string idOrLogin, CancellationToken ct) =>
        await directory.Users.FindAsync(idOrLogin, ct) ?? await directory.Users.FindByAsync("login", LoginKey.Of(idOrLogin), ct)
            ?? throw OktaError.NotFound(idOrLogin, "User");
}
