using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Management.Policies;

namespace Postern.LocalOrg.Management.Authenticators;

/// <summary>
/// The secret that an authenticator shares with the server that answers for it (RADIUS). UNCONFIRMED: that nobody is told it; Terraform's
/// okta_authenticator reads all else of a provider, Duo's key among it, and not that.
/// </summary>
static class ProviderSecrets
{
    const string Shared = "sharedSecret";

    /// <summary>Changed in place.</summary>
    public static JsonObject Without(JsonObject provider)
    {
        Configuration(provider)?.Remove(Shared);
        return provider;
    }

    /// <summary>Changed in place: whoever sends none of their own leaves it as it was.</summary>
    public static JsonObject WithThatOf(JsonElement? before, JsonObject provider)
    {
        if (Configuration(provider) is { } configuration && configuration[Shared] is null
            && before is { } known && Configuration((JsonObject)Filled.Copy(known)!)?[Shared] is { } secret)
            configuration[Shared] = secret.DeepClone();
        return provider;
    }

    static JsonObject? Configuration(JsonObject provider) => provider["configuration"] as JsonObject;
}
