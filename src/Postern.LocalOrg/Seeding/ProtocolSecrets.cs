using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>The secrets in the protocol of an identity provider, which no exported seed has in clear.</summary>
static class ProtocolSecrets
{
    const string ClientSecret = "client_secret";

    /// <summary>A copy, with the secret in its place.</summary>
    public static JsonObject With(string? secret, JsonObject protocol)
    {
        var whole = protocol.DeepClone().AsObject();
        if (secret is null)
            return whole;

        var client = Inner(Inner(whole, "credentials"), "client");
        client[ClientSecret] = secret;
        return whole;
    }

    public static bool Has(JsonObject protocol) => protocol["credentials"] is JsonObject credentials
        && credentials["client"] is JsonObject client && client[ClientSecret] is not null;

    /// <summary>Changed in place: without it, and without a private key (Apple's), which Okta tells nobody either.</summary>
    public static JsonObject Without(JsonObject protocol)
    {
        if (protocol["credentials"] is not JsonObject credentials)
            return protocol;

        (credentials["client"] as JsonObject)?.Remove(ClientSecret);
        (credentials["signing"] as JsonObject)?.Remove("privateKey");
        return protocol;
    }

    static JsonObject Inner(JsonObject outer, string name)
    {
        if (outer[name] is not JsonObject inner)
            outer[name] = inner = [];
        return inner;
    }
}
