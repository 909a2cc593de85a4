using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>What of an app is only said again, filled in as Okta fills it in, in wire order: management.md 10.2, 10.4.</summary>
static class KeptSettings
{
    const string OfClient = "oauthClient", RotatesKeys = "autoKeyRotation";

    /// <summary>Of a client's settings, besides those that decide.</summary>
    static readonly string[] OfClients =
    [
        "idp_initiated_login", "backchannel_token_delivery_mode", "backchannel_custom_authenticator_id",
        "network", "participate_slo", "frontchannel_logout_uri", "frontchannel_logout_session_required",
        "request_object_encryption_algorithm", "id_token_encrypted_response_alg",
    ];

    /// <summary>Of an app that there is: of one that was seeded nobody need have said any.</summary>
    public static JsonObject Of(App app)
    {
        RequestObject kept = app.Kept is { } said ? new(said) : RequestObject.Nothing;
        var whole = Of(kept, AppReader.FormOf(app), app.IntegrationName);
        // As they are kept, and not as they are sent.
        if (Node(kept, OfClient) is { } client)
            whole[OfClient] = client;
        if (kept.ObjectOrNothing("credentials").Flag(RotatesKeys) is { } rotates)
            whole["credentials"]![RotatesKeys] = rotates;
        return whole;
    }

    /// <summary>To be kept; null: what a client has of which nobody says anything.</summary>
    public static JsonElement? Stored(RequestObject app, AppForm form, string name)
    {
        var kept = Of(app, form, name);
        return form.SignOnMode is AppKinds.OpenIdConnect && JsonNode.DeepEquals(kept, Of(RequestObject.Nothing, form, name))
            ? null
            : JsonSerializer.SerializeToElement(kept, DirectoryJson.Default.JsonObject);
    }

    public static JsonObject Of(RequestObject app, AppForm form, string name)
    {
        var settings = app.ObjectOrNothing("settings");
        return new()
        {
            ["accessibility"] = Accessibility(app.ObjectOrNothing("accessibility")),
            ["visibility"] = Visibility(app.ObjectOrNothing("visibility"), form, name),
            ["credentials"] = Credentials(app.ObjectOrNothing("credentials")),
            ["settings"] = new JsonObject
            {
                ["app"] = Node(settings, "app") ?? new JsonObject(),
                ["notifications"] = Notifications(settings.ObjectOrNothing("notifications").ObjectOrNothing("vpn")),
                ["manualProvisioning"] = settings.Flag("manualProvisioning") ?? false,
                ["emOptInStatus"] = settings.Text("emOptInStatus") ?? "NONE",
                ["notes"] = Notes(settings.ObjectOrNothing("notes")),
                ["signOn"] = Node(settings, "signOn"),
            },
            [OfClient] = Client(settings.ObjectOrNothing(OfClient)),
        };
    }

    /// <summary>A sign-in that no provider begins need not be said, and network zones are told of as the app has them.</summary>
    static JsonObject Client(RequestObject given)
    {
        var chosen = Chosen(given, OfClients);
        var started = given.ObjectOrNothing("idp_initiated_login");
        if (started.Text("mode") is null or "DISABLED" && started.Texts("default_scope") is not { Count: > 0 })
            chosen.Remove("idp_initiated_login");
        if (given.ObjectOrNothing("network").Text("connection") is "ZONE")
            chosen.Remove("network");
        return chosen;
    }

    static JsonObject Accessibility(RequestObject given) => new()
    {
        ["selfService"] = given.Flag("selfService") ?? false,
        ["errorRedirectUrl"] = given.Text("errorRedirectUrl"),
        ["loginRedirectUrl"] = given.Text("loginRedirectUrl"),
    };

    /// <summary>Clients are hidden unless somebody says otherwise.</summary>
    static JsonObject Visibility(RequestObject given, AppForm form, string name)
    {
        var isHidden = form.SignOnMode is AppKinds.OpenIdConnect;
        var hide = given.ObjectOrNothing("hide");
        return new()
        {
            ["autoLaunch"] = given.Flag("autoLaunch") ?? false,
            ["autoSubmitToolbar"] = given.Flag("autoSubmitToolbar") ?? false,
            ["hide"] = new JsonObject { ["iOS"] = hide.Flag("iOS") ?? isHidden, ["web"] = hide.Flag("web") ?? isHidden },
            ["appLinks"] = Node(given, "appLinks") is JsonObject { Count: > 0 } links
                ? links
                : new JsonObject { [form.Link ?? name + "_link"] = true },
        };
    }

    static JsonObject Credentials(RequestObject given)
    {
        var kept = Chosen(given, ["scheme"]);
        var template = given.ObjectOrNothing("userNameTemplate");
        JsonObject written = new()
        {
            ["template"] = template.Text("template") ?? "${source.login}",
            ["type"] = template.Text("type") ?? "BUILT_IN",
        };
        foreach (var member in (string[])["userSuffix", "suffix", "pushStatus"])
            if (template.Text(member) is { } value)
                written[member] = value;
        kept["userNameTemplate"] = written;
        foreach (var (member, value) in Chosen(given, ["revealPassword", "userName"]))
            kept[member] = value?.DeepClone();
        if (given.ObjectOrNothing(OfClient).Flag(RotatesKeys) is false)
            kept[RotatesKeys] = false;
        return kept;
    }

    static JsonObject Notifications(RequestObject vpn)
    {
        JsonObject network = new() { ["connection"] = vpn.ObjectOrNothing("network").Text("connection") ?? "DISABLED" };
        foreach (var member in (string[])["include", "exclude"])
            if (vpn.ObjectOrNothing("network").Texts(member) is { Count: > 0 } zones)
                network[member] = Wire.Texts(zones);
        return new()
        {
            ["vpn"] = new JsonObject { ["network"] = network, ["message"] = vpn.Text("message"), ["helpUrl"] = vpn.Text("helpUrl") },
        };
    }

    static JsonObject Notes(RequestObject given) => new() { ["admin"] = given.Text("admin"), ["enduser"] = given.Text("enduser") };

    /// <summary>Those that were sent.</summary>
    static JsonObject Chosen(RequestObject given, IEnumerable<string> members)
    {
        JsonObject chosen = [];
        foreach (var member in members)
            if (Node(given, member) is { } value)
                chosen[member] = value;
        return chosen;
    }

    static JsonNode? Node(RequestObject given, string member) =>
        given.Find(member) is { } value ? JsonNode.Parse(value.GetRawText()) : null;
}
