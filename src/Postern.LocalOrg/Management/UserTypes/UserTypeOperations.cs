using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.UserTypes;

/// <summary>Types of users: management.md 8.</summary>
sealed partial class UserTypeOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Types = "/api/v1/meta/types/user", Type = Types + "/{typeId}", Kind = "CVDType";
    const string Reading = "okta.userTypes.read", Managing = "okta.userTypes.manage";
    const int LongestName = 50;

    /// <summary>Who made what an org began with.</summary>
    static readonly string Principal = OktaIds.Of("spr", "system");

    readonly NamedUserTypes _types = new(directory);

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Types, Reading, async call =>
            Answer.List((await directory.UserTypes.AllAsync(call.Ct)).Select(type => Write(call, type)))),
        Operation.Change("POST", Types, Managing, CreateAsync),
        Operation.Read(Type, Reading, async call => Answer.Ok(Write(call, await _types.FindAsync(call, call["typeId"], Kind)))),
        Operation.Change("POST", Type, Managing, UpdateAsync),
        Operation.Change("PUT", Type, Managing, ReplaceAsync),
        Operation.Change("DELETE", Type, Managing, DeleteAsync),
    ];

    async Task<Answer> CreateAsync(ManagementCall call, Work work)
    {
        var (name, displayName) = (call.Body.Needed("name"), call.Body.Needed("displayName"));
        if (name.Length > LongestName || !Names().IsMatch(name))
            throw OktaError.Invalid("name", "name: The field has an invalid value"); // UNCONFIRMED (management.md 8): the wording
        if (await directory.UserTypes.FindByAsync("name", name, call.Ct) is not null)
            throw OktaError.Invalid("name", "name: An object with this field already exists in the current organization");

        var type = new UserType
        {
            Id = OktaIds.New(OktaIds.UserType),
            Name = name,
            DisplayName = displayName,
            Description = call.Body.Text("description"),
            CreatedBy = call.Caller.UserId,
            LastUpdatedBy = call.Caller.UserId,
            CreatedAt = store.Now,
            LastUpdatedAt = store.Now,
            SchemaUpdatedAt = store.Now,
        };
        directory.UserTypes.AddIfFree(work, type);
        return Answer.Ok(Write(call, type));
    }

    /// <summary>What was sent of what people read.</summary>
    Task<Answer> UpdateAsync(ManagementCall call, Work work) => ChangeAsync(call, work, before => before with
    {
        DisplayName = call.Body.Text("displayName") ?? before.DisplayName,
        Description = call.Body.Names("description") ? call.Body.Text("description") : before.Description,
    });

    /// <summary>The name stays what it was.</summary>
    Task<Answer> ReplaceAsync(ManagementCall call, Work work) => ChangeAsync(call, work, before =>
    {
        if (call.Body.Needed("name") != before.Name)
            throw OktaError.Invalid("name", "name: The field is immutable"); // UNCONFIRMED (management.md 8): the wording
        return before with { DisplayName = call.Body.Needed("displayName"), Description = call.Body.Text("description") };
    });

    async Task<Answer> ChangeAsync(ManagementCall call, Work work, Func<UserType, UserType> change)
    {
        var before = await _types.KeptAsync(call, call["typeId"], Kind);
        var after = change(before.Document) with { LastUpdatedBy = call.Caller.UserId, LastUpdatedAt = store.Now };
        directory.UserTypes.Change(work, before, after);
        return Answer.Ok(Write(call, after));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var type = await _types.KeptAsync(call, call["typeId"], Kind);
        if (type.Document.IsDefault || await IsInUseAsync(type.Document, call.Ct))
            throw new OktaError(StatusCodes.Status403Forbidden, OktaErrorCodes.TypeNotDeletable, "This User Type cannot be deleted.");

        directory.UserTypes.Delete(work, type);
        return Answer.NoContent();
    }

    async Task<bool> IsInUseAsync(UserType type, CancellationToken ct) => await store.Database.FirstAsync(
        "select user_id from user_attributes where name = 'type.id' and value = @type limit 1", [("@type", UserIndex.Key(type.Id))],
        row => row.GetString(0), ct) is not null;

    static JsonObject Write(ManagementCall call, UserType type) => new()
    {
        ["id"] = type.Id,
        ["displayName"] = type.DisplayName,
        ["name"] = type.Name,
        ["description"] = type.Description,
        ["createdBy"] = type.CreatedBy ?? Principal,
        ["lastUpdatedBy"] = type.LastUpdatedBy ?? type.CreatedBy ?? Principal,
        ["created"] = Wire.Instant(type.CreatedAt),
        ["lastUpdated"] = Wire.Instant(type.LastUpdatedAt),
        ["default"] = type.IsDefault,
        ["_links"] = new JsonObject
        {
            ["schema"] = SchemaWriter.Link("schema", call.Url($"/meta/schemas/user/{type.SchemaId}")),
            ["self"] = SchemaWriter.Link("self", call.Url($"/meta/types/user/{type.Id}")),
        },
    };

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Names();
}
