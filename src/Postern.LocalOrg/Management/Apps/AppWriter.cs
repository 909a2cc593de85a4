using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Writes an app as Okta does: management.md 10.2, 10.4.</summary>
sealed class AppWriter(OrgDirectory directory, SigningKeys keys)
{
    public async Task<JsonObject> WriteAsync(ManagementCall call, App app) => Written(call, app, await KeyIdAsync(), secret: null);

    /// <summary>With its secret, which only the answer that makes or changes it tells.</summary>
    public async Task<JsonObject> WriteWithSecretAsync(ManagementCall call, App app) =>
        Written(call, app, await KeyIdAsync(), app.ActiveSecrets.FirstOrDefault()?.Value);

    async Task<string> KeyIdAsync() => (await keys.ActiveAsync(null)).Key.KeyId;

    JsonObject Written(ManagementCall call, App app, string keyId, string? secret)
    {
        var name = app.IntegrationName;
        var form = AppReader.FormOf(app);
        var kept = KeptSettings.Of(app);
        JsonObject written = new()
        {
            ["id"] = app.Id,
            ["orn"] = $"orn:okta:idp:{directory.Org.Id}:apps:{name}:{app.Id}",
            ["name"] = name,
            ["label"] = app.Name,
            ["status"] = Wire.Status(app.Status),
            ["lastUpdated"] = Wire.Instant(app.LastUpdatedAt),
            ["created"] = Wire.Instant(app.CreatedAt),
            ["accessibility"] = kept["accessibility"]!.DeepClone(),
            ["visibility"] = kept["visibility"]!.DeepClone(),
            ["features"] = new JsonArray(),
            ["signOnMode"] = form.SignOnMode,
            ["credentials"] = Credentials(app, (JsonObject)kept["credentials"]!, keyId, secret),
            ["universalLogout"] = UniversalLogout(app),
            ["settings"] = Settings(app, kept),
        };
        if (app.Profile is { } profile)
            written["profile"] = JsonObject.Create(profile);
        written["_links"] = AppLinks.Of(call, app, (JsonObject)written["visibility"]!["appLinks"]!);
        return written;
    }

    static JsonObject Credentials(App app, JsonObject kept, string keyId, string? secret)
    {
        JsonObject written = [];
        foreach (var (member, value) in kept)
            if (member is not "autoKeyRotation")
                written[member] = value?.DeepClone();
        written["signing"] = app.SignOnMode is null or "SAML_2_0" or "SAML_1_1" ? new JsonObject { ["kid"] = keyId } : new JsonObject();
        if (!app.IsClient)
            return written;

        JsonObject client = new() { ["autoKeyRotation"] = kept["autoKeyRotation"]?.DeepClone() ?? true, ["client_id"] = app.ClientId };
        if (secret is not null)
            client["client_secret"] = secret;
        client["token_endpoint_auth_method"] = app.TokenEndpointAuthMethod;
        client["pkce_required"] = app.PkceRequired;
        written["oauthClient"] = client;
        return written;
    }

    static JsonObject? UniversalLogout(App app) => app.IsClient
        ? new()
        {
            ["status"] = "DISABLED", ["supportType"] = "FULL", ["identityStack"] = "NOT_SHARED",
            ["protocol"] = "GLOBAL_TOKEN_REVOCATION",
        }
        : null;

    static JsonObject Settings(App app, JsonObject kept)
    {
        var settings = (JsonObject)kept["settings"]!;
        JsonObject written = new()
        {
            ["app"] = settings["app"]!.DeepClone(),
            ["notifications"] = settings["notifications"]!.DeepClone(),
            ["manualProvisioning"] = settings["manualProvisioning"]!.DeepClone(),
            ["implicitAssignment"] = app.AssignsEverybody,
            ["emOptInStatus"] = settings["emOptInStatus"]!.DeepClone(),
            ["notes"] = settings["notes"]!.DeepClone(),
        };
        if (settings["signOn"] is { } signOn)
            written["signOn"] = signOn.DeepClone();
        if (app.IsClient)
            written["oauthClient"] = ClientWriter.Write(app, (JsonObject)kept["oauthClient"]!);
        return written;
    }
}
