using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Writes <c>settings.oauthClient</c>, whose members come in an order of their own: management.md 10.2.</summary>
static class ClientWriter
{
    public static JsonObject Write(App app, JsonObject kept)
    {
        var pages = app.Registration ?? new();
        JsonObject written = new() { ["client_uri"] = pages.ClientUri, ["logo_uri"] = pages.LogoUri };
        Add(written, "tos_uri", pages.TosUri);
        Add(written, "policy_uri", pages.PolicyUri);
        written["redirect_uris"] = Wire.Texts(app.RedirectUris);
        if (app.PostLogoutRedirectUris.Count > 0)
            written["post_logout_redirect_uris"] = Wire.Texts(app.PostLogoutRedirectUris);
        written["response_types"] = Wire.Texts(app.ResponseTypes);
        written["grant_types"] = Wire.Texts(app.GrantTypes);
        AddKeys(written, app);
        Add(written, "initiate_login_uri", pages.InitiateLoginUri);
        written["application_type"] = ApplicationTypes.NameOf(app.Kind);
        written["consent_method"] = app.RequiresConsent ? "REQUIRED" : "TRUSTED";
        written["issuer_mode"] = app.IssuerMode switch
        {
            IssuerMode.CustomUrl => "CUSTOM_URL",
            IssuerMode.Dynamic => "DYNAMIC",
            _ => "ORG_URL",
        };
        if (app.GrantTypes.Contains(GrantTypes.RefreshToken))
            written["refresh_token"] = new JsonObject
            {
                ["rotation_type"] = app.RotatesRefreshTokens ? "ROTATE" : "STATIC", ["leeway"] = app.RefreshTokenLeewaySeconds,
            };
        AddRest(written, app, kept);
        return written;
    }

    static void AddRest(JsonObject written, App app, JsonObject kept)
    {
        written["idp_initiated_login"] = kept["idp_initiated_login"] is JsonObject started
            ? new JsonObject
            {
                ["mode"] = started["mode"]?.DeepClone() ?? "DISABLED",
                ["default_scope"] = started["default_scope"]?.DeepClone() ?? new JsonArray(),
            }
            : new JsonObject { ["mode"] = "DISABLED", ["default_scope"] = new JsonArray() };
        written["wildcard_redirect"] = app.AllowsSubdomains ? "SUBDOMAIN" : "DISABLED";
        AddKept(written, kept, "backchannel_token_delivery_mode", "backchannel_custom_authenticator_id");
        Add(written, "request_object_signing_alg", app.RequestObjectSigningAlgorithm);
        written["dpop_bound_access_tokens"] = app.DpopBoundAccessTokens;
        AddKept(written, kept, "network");
        if (!written.ContainsKey("network") && (app.Networks ?? app.ExcludedNetworks) is not null)
            written["network"] = Network(app);
        AddKept(
            written, kept, "participate_slo", "frontchannel_logout_uri", "frontchannel_logout_session_required",
            "request_object_encryption_algorithm", "id_token_encrypted_response_alg");
    }

    static JsonObject Network(App app)
    {
        JsonObject network = new() { ["connection"] = "ZONE" };
        if (app.Networks is { } included)
            network["include"] = Wire.Texts(included);
        if (app.ExcludedNetworks is { } excluded)
            network["exclude"] = Wire.Texts(excluded);
        return network;
    }

    static void AddKeys(JsonObject written, App app)
    {
        if (app.AllKeys() is { Count: > 0 } keys)
            written["jwks"] = new JsonObject { ["keys"] = new JsonArray([.. keys.Select(InSet)]) };
        else
            Add(written, "jwks_uri", app.JwksUri);
    }

    /// <summary>The kind first, then what the org knows of it, then the rest of the key.</summary>
    static JsonNode InSet(ClientKey key)
    {
        var jwk = JsonObject.Create(key.Jwk)!;
        JsonObject written = new()
        {
            ["kty"] = jwk["kty"]?.DeepClone(), ["id"] = key.Id, ["status"] = Wire.Status(key.Status), ["kid"] = jwk["kid"]?.DeepClone(),
            ["use"] = jwk["use"]?.DeepClone(),
        };
        foreach (var (member, value) in jwk)
            if (!written.ContainsKey(member))
                written[member] = value?.DeepClone();
        return written;
    }

    static void AddKept(JsonObject written, JsonObject kept, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
            if (kept[member] is { } value)
                written[member] = value.DeepClone();
    }

    static void Add(JsonObject written, string member, string? value)
    {
        if (value is not null)
            written[member] = value;
    }
}
