using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Where an app's parts are, as an Identity Engine org has them: management.md 10.2.</summary>
static class AppLinks
{
    /// <summary>The org's own, which apps are under that nobody has put under another.</summary>
    static readonly string AccessPolicy = OktaIds.Of("rst", OrgPolicy.AppAccess, "Any two factors"),
        EnrollmentPolicy = OktaIds.Of("rst", OrgPolicy.ProfileEnrollment, "Default Policy");

    public static JsonObject Of(ManagementCall call, App app, JsonObject pages)
    {
        var isActive = app.Status is Lifecycle.Active;
        JsonObject links = new()
        {
            ["uploadLogo"] = Wire.Link(Url(call, app, "/logo"), "POST"),
            ["appLinks"] = new JsonArray([.. pages.Select(page => Named(page.Key, Page(call, app)))]),
        };
        links["profileEnrollment"] = Wire.Link(call.Url($"/policies/{app.EnrollmentPolicyId ?? EnrollmentPolicy}"));
        if (!isActive)
            links["activate"] = Wire.Link(Url(call, app, "/lifecycle/activate"));
        links["policies"] = Wire.Link(Url(call, app, "/policies"), "PUT");
        links["groups"] = Wire.Link(Url(call, app, "/groups"));
        links["logo"] = new JsonArray(
            new JsonObject { ["name"] = "medium", ["href"] = Logo(call, app), ["type"] = "image/png" });
        if (app.IsClient)
            links["clientCredentials"] = new JsonArray(Credentials(call, app));
        links["accessPolicy"] = Wire.Link(call.Url($"/policies/{app.AccessPolicyId ?? AccessPolicy}"));
        links["users"] = Wire.Link(Url(call, app, "/users"));
        if (isActive)
            links["deactivate"] = Wire.Link(Url(call, app, "/lifecycle/deactivate"));
        return links;
    }

    public static string Url(ManagementCall call, App app, string below = "") => call.Url($"/apps/{app.Id}{below}");

    public static string Logo(ManagementCall call, App app) =>
        app.HasLogo ? AppLogos.Url(call, app) : call.Org + "/assets/img/logos/default.png";

    public static string Page(ManagementCall call, App app) =>
        $"{call.Org}/home/{app.IntegrationName}/{app.Id}/{OktaIds.Of(OktaIds.AppInstance, app.Id)}";

    static JsonObject Named(string name, string href) => new() { ["name"] = name, ["href"] = href, ["type"] = "text/html" };

    static JsonObject Credentials(ManagementCall call, App app)
    {
        var name = AppRules.NeedsSecret(app) ? "secrets" : "jwks";
        return new() { ["name"] = name, ["href"] = Url(call, app, "/credentials/" + name) };
    }
}
