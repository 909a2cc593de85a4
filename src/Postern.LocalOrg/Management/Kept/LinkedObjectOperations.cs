using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Kept;

/// <summary>Relations between users, such as a manager and those whom they manage: their definitions.</summary>
sealed class LinkedObjectOperations(OrgDirectory directory) : IOperations
{
    const string Definitions = "/api/v1/meta/schemas/user/linkedObjects";
    const string One = Definitions + "/{linkedObjectName}";
    const string Reading = "okta.linkedObjects.read";
    const string Managing = "okta.linkedObjects.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Definitions, Reading, async call => Answer.List(
            (await directory.LinkedObjects.AllAsync(call.Ct)).Select(definition => Write(call, definition)))),
        Operation.Change("POST", Definitions, Managing, AddAsync),
        Operation.Read(One, Reading, async call => Answer.Ok(Write(call, (await FindAsync(call)).Document))),
        Operation.Change("DELETE", One, Managing, DeleteAsync),
    ];

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var added = Read(call.Body);
        var names = (await directory.LinkedObjects.AllAsync(call.Ct)).SelectMany(Names).Concat([added.Primary.Name]).ToHashSet();
        if (names.Contains(added.Associated.Name)
            || await directory.LinkedObjects.FindToChangeAsync(added.Primary.Name, call.Ct) is not null)
            throw OktaError.Invalid("name", "name: An object with this field already exists in the current organization");

        directory.LinkedObjects.AddIfFree(work, added);
        return Answer.Created(Write(call, added));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        directory.LinkedObjects.Delete(work, await FindAsync(call));
        return Answer.NoContent();
    }

    /// <summary>By the name of either end.</summary>
    async Task<Kept<LinkedObject>> FindAsync(ManagementCall call)
    {
        var name = call["linkedObjectName"];
        var definition = (await directory.LinkedObjects.AllAsync(call.Ct)).FirstOrDefault(each => Names(each).Contains(name));
        return (definition is null ? null : await directory.LinkedObjects.FindToChangeAsync(definition.Primary.Name, call.Ct))
            ?? throw OktaError.NotFound(name, "LinkedObjectProperty");
    }

    static string[] Names(LinkedObject definition) => [definition.Primary.Name, definition.Associated.Name];

    /// <exception cref="OktaError">It is none.</exception>
    public static LinkedObject Read(RequestObject body) =>
        new() { Primary = Read(body, "primary"), Associated = Read(body, "associated") };

    static LinkedEnd Read(RequestObject body, string member)
    {
        var end = body.NeededObject(member);
        var name = end.Needed("name");
        if (!LinkedEnd.IsName(name))
            throw OktaError.Invalid(end.Name("name"), $"{end.Name("name")}: The field has an invalid value");
        if (end.Text("type") is not (null or "USER"))
            throw OktaError.Invalid(end.Name("type"), $"{end.Name("type")}: The field has an invalid value");

        return new() { Name = name, Title = end.Needed("title"), Description = end.Text("description") };
    }

    static JsonObject Write(ManagementCall call, LinkedObject definition) => new()
    {
        ["primary"] = Write(definition.Primary), ["associated"] = Write(definition.Associated),
        ["_links"] = new JsonObject
        {
            ["self"] = Wire.Link(call.Url($"/meta/schemas/user/linkedObjects/{definition.Primary.Name}")),
        },
    };

    static JsonObject Write(LinkedEnd end) => new()
    {
        ["name"] = end.Name, ["title"] = end.Title, ["description"] = end.Description, ["type"] = "USER",
    };
}
