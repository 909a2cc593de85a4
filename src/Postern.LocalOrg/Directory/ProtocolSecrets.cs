using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Directory;

/// <summary>The secrets in the protocol of an identity provider: a client's, and the key that a client of Apple's signs with.</summary>
static class ProtocolSecrets
{
    const string ClientSecret = "client_secret", PrivateKey = "privateKey";

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

    public static bool Has(JsonObject protocol) => Credentials(protocol, "client")?[ClientSecret] is not null;

    /// <summary>Changed in place: without any of them, as no exported seed has them in clear.</summary>
    public static JsonObject Without(JsonObject protocol)
    {
        Credentials(protocol, "client")?.Remove(ClientSecret);
        return WithoutKey(protocol);
    }

    /// <summary>Changed in place: without the key, which Okta tells nobody who reads. The client's secret it does tell.</summary>
    public static JsonObject WithoutKey(JsonObject protocol)
    {
        Credentials(protocol, "signing")?.Remove(PrivateKey);
        return protocol;
    }

    /// <summary>Changed in place: whoever sends none of their own leaves the key as it was.</summary>
    public static JsonObject WithKeyOf(JsonObject before, JsonObject protocol)
    {
        if (Credentials(protocol, "signing") is { } signing && signing[PrivateKey] is null
            && Credentials(before, "signing")?[PrivateKey] is { } key)
            signing[PrivateKey] = key.DeepClone();
        return protocol;
    }

    static JsonObject? Credentials(JsonObject protocol, string whose) => (protocol["credentials"] as JsonObject)?[whose] as JsonObject;

    static JsonObject Inner(JsonObject outer, string name)
    {
        if (outer[name] is not JsonObject inner)
            outer[name] = inner = [];
        return inner;
    }
}
