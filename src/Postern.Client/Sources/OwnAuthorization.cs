using System.Net.Http.Headers;

namespace Postern.Client;

/// <summary>
/// Tells the <c>Authorization</c> that a handler has set itself from one of the caller's, or of a handler before it: where a retry sends a
/// request again, it is given what is good then.
/// </summary>
static class OwnAuthorization
{
    static readonly HttpRequestOptionsKey<Given> Option = new("Postern.Client.Authorization");

    public static bool IsAnothers(HttpRequestMessage request, HttpMessageHandler handler) =>
        request.Headers.Authorization is { } set
            && !(request.Options.TryGetValue(Option, out var given) && given.By == handler && set.Equals(given.Header));

    public static void Set(HttpRequestMessage request, HttpMessageHandler handler, AuthenticationHeaderValue header)
    {
        request.Headers.Authorization = header;
        request.Options.Set(Option, new(handler, header));
    }

    sealed class Given(HttpMessageHandler by, AuthenticationHeaderValue header)
    {
        public HttpMessageHandler By => by;

        public AuthenticationHeaderValue Header => header;
    }
}
