using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Org;

/// <summary>What is said of the org as a whole: management.md 18.</summary>
sealed class OrgOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Org = "/api/v1/org";
    const string Reading = "okta.orgs.read";
    const string Managing = "okta.orgs.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Org, Reading, call => Task.FromResult(Answer.Ok(Write(call, directory.Org.Settings)))),
        Operation.Change("POST", Org, Managing, (call, work) => ChangeAsync(call, work, isWhole: false)),
        Operation.Change("PUT", Org, Managing, (call, work) => ChangeAsync(call, work, isWhole: true)),
    ];

    async Task<Answer> ChangeAsync(ManagementCall call, Work work, bool isWhole)
    {
        var before = (await directory.Settings.FindToChangeAsync(directory.Org.Id, call.Ct))!;
        var after = before.Document with
        {
            Name = isWhole || call.Body.Names("companyName") ? call.Body.Needed("companyName") : before.Document.Name,
            Details = Read(call.Body, isWhole ? null : before.Document.Details),
            LastUpdatedAt = store.Now,
        };
        if (OrgRules.Check(after).Any())
            throw OktaError.Invalid("companyName", "companyName: The field is too long");

        directory.Settings.Change(work, before, after);
        return Answer.Ok(Write(call, after));
    }

    /// <summary>What is sent, and else what there was.</summary>
    static JsonElement Read(RequestObject body, JsonElement? before)
    {
        JsonObject details = [];
        foreach (var name in OrgSettings.DetailNames)
            details[name] = body.Names(name) ? body.Text(name) : Text(before, name);
        return details.FirstOrDefault(detail => detail.Value?.GetValue<string>().Length > OrgSettings.LongestDetail).Key is { } tooLong
            ? throw OktaError.Invalid(tooLong, $"{tooLong}: The field is too long")
            : JsonSerializer.SerializeToElement(details, DirectoryJson.Default.JsonObject);
    }

    static string? Text(JsonElement? details, string name) =>
        details is { } known && known.TryGetProperty(name, out var value) ? value.GetString() : null;

    static JsonObject Write(ManagementCall call, OrgSettings org)
    {
        JsonObject written = new()
        {
            ["id"] = org.Id, ["subdomain"] = SubdomainOf(call.Org), ["companyName"] = org.Name, ["status"] = "ACTIVE", ["expiresAt"] = null,
            ["created"] = Wire.Instant(org.CreatedAt), ["lastUpdated"] = Wire.Instant(org.LastUpdatedAt),
        };
        foreach (var name in OrgSettings.DetailNames)
            written[name] = Text(org.Details, name);
        written["_links"] = new JsonObject
        {
            ["preferences"] = Wire.Link(call.Url("/org/preferences")), ["uploadLogo"] = Wire.Link(call.Url("/org/logo"), "POST"),
            ["oktaCommunication"] = Wire.Link(call.Url("/org/privacy/oktaCommunication")), ["logo"] = null,
            ["oktaSupport"] = Wire.Link(call.Url("/org/privacy/oktaSupport")), ["contacts"] = Wire.Link(call.Url("/org/contacts")),
        };
        return written;
    }

    /// <summary>The first part of its name; an address has no parts.</summary>
    static string SubdomainOf(string url)
    {
        var host = new Uri(url).Host;
        return IPAddress.TryParse(host, out _) ? host : host.Split('.')[0];
    }
}
