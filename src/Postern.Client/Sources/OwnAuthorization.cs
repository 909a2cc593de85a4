using System.Net.Http.Headers;

namespace Postern.Client;

/// <summary>
/// Tells the <c>Authorization</c> that a handler of ours has set from one of the caller's own: where a retry sends a request again, it is
/// given what is good then.
/// </summary>
static class OwnAuthorization
{
    static readonly HttpRequestOptionsKey<AuthenticationHeaderValue> Option = new("Postern.Client.Authorization");

    public static bool IsCallers(HttpRequestMessage request) =>
        request.Headers.Authorization is { } set && !(request.Options.TryGetValue(Option, out var own) && set.Equals(own));

    public static void Set(HttpRequestMessage request, AuthenticationHeaderValue authorization)
    {
        request.Headers.Authorization = authorization;
        request.Options.Set(Option, authorization);
    }
}
