using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Policies;

namespace Postern.LocalOrg.Management.Authenticators;

/// <summary>Writes authenticators and methods in wire order, the type first: management.md 18.</summary>
static class AuthenticatorWriter
{
    public static JsonObject Write(ManagementCall call, Authenticator authenticator)
    {
        JsonObject body = new()
        {
            ["type"] = KnownAuthenticators.TypeOf(authenticator.Key), ["id"] = authenticator.Id, ["key"] = authenticator.Key,
            ["status"] = Wire.Status(authenticator.Status), ["name"] = authenticator.Name,
            ["created"] = Wire.Instant(authenticator.CreatedAt), ["lastUpdated"] = Wire.Instant(authenticator.LastUpdatedAt),
        };
        if (authenticator.Settings is { } settings)
            body["settings"] = Filled.Copy(settings);
        if (authenticator.Provider is { } provider)
            body["provider"] = ProviderSecrets.Without((JsonObject)Filled.Copy(provider)!);
        body["_links"] = Links(call, authenticator);
        return body;
    }

    public static JsonObject Write(ManagementCall call, Authenticator authenticator, AuthenticatorMethod method)
    {
        var url = call.Url($"/authenticators/{authenticator.Id}/methods/{method.Type}");
        JsonObject body = new() { ["type"] = method.Type, ["status"] = Wire.Status(method.Status) };
        if (method.Settings is { } settings)
            body["settings"] = Filled.Copy(settings);
        JsonObject links = new() { ["self"] = Wire.Link(url, "GET", "PUT") };
        if (method.Status is Lifecycle.Inactive)
            links["activate"] = Wire.Link(url + "/lifecycle/activate", "POST");
        body["_links"] = links;
        return body;
    }

    static JsonObject Links(ManagementCall call, Authenticator authenticator)
    {
        var url = call.Url($"/authenticators/{authenticator.Id}");
        JsonObject links = new() { ["self"] = Wire.Link(url, "GET", "PUT") };
        if (authenticator.Status is Lifecycle.Inactive)
            links["activate"] = Wire.Link(url + "/lifecycle/activate", "POST");
        else if (authenticator.Key is not "okta_password")
            links["deactivate"] = Wire.Link(url + "/lifecycle/deactivate", "POST");
        links["methods"] = Wire.Link(url + "/methods", "GET");
        if (authenticator.Key is "okta_verify")
            links["enroll"] = Wire.Link($"{call.Org}/idp/authenticators", "POST");
        return links;
    }
}
