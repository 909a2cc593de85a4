using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Org;

/// <summary>Whom Okta would turn to: the org's contacts for bills and for technical matters.</summary>
sealed class OrgContacts(OrgDirectory directory) : IOperations
{
    const string Billing = "BILLING", Technical = "TECHNICAL";
    const string One = "/api/v1/org/contacts/{contactType}";

    public IEnumerable<Operation> All =>
    [
        Operation.Read("/api/v1/org/contacts", "okta.orgs.read", List),
        Operation.Read(One, "okta.orgs.read", call => Task.FromResult(Answer.Ok(Write(call, Find(directory.Org.Settings, TypeOf(call)))))),
        Operation.Change("PUT", One, "okta.orgs.manage", ReplaceAsync),
    ];

    static Task<Answer> List(ManagementCall call) => Task.FromResult(Answer.List(((string[])[Billing, Technical]).Select(type =>
        new JsonObject
        {
            ["contactType"] = type,
            ["_links"] = new JsonObject { ["user"] = Wire.Link(call.Url($"/org/contacts/{type.ToLowerInvariant()}")) },
        })));

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var (type, userId) = (TypeOf(call), call.Body.Needed("userId"));
        if (await directory.Users.FindAsync(userId, call.Ct) is null)
            throw OktaError.NotFound(userId, "User");

        var before = (await directory.Settings.FindToChangeAsync(directory.Org.Id, call.Ct))!;
        var after = type is Billing
            ? before.Document with { BillingContactId = userId }
            : before.Document with { TechnicalContactId = userId };
        directory.Settings.Change(work, before, after);
        return Answer.Ok(Write(call, userId));
    }

    /// <summary>Who made the org is its contact until somebody is named: the first super admin.</summary>
    string? Find(OrgSettings settings, string type) =>
        (type is Billing ? settings.BillingContactId : settings.TechnicalContactId)
        ?? directory.Org.RoleAssignments.FirstOrDefault(role => role is { AssigneeKind: AssigneeKind.User, Type: RoleTypes.SuperAdmin })
            ?.AssigneeId;

    static JsonObject Write(ManagementCall call, string? userId)
    {
        JsonObject links = [];
        if (userId is not null)
            links["user"] = Wire.Link(call.Url($"/users/{userId}"));
        return new() { ["userId"] = userId, ["_links"] = links };
    }

    /// <summary>In any case, as the links have it. UNCONFIRMED: the type's name in the error.</summary>
    static string TypeOf(ManagementCall call) => call["contactType"].ToUpperInvariant() is (Billing or Technical) and var type
        ? type
        : throw OktaError.NotFound(call["contactType"], "OrgContactType");
}
