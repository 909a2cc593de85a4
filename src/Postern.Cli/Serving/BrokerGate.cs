using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Postern.Cli;

/// <summary>
/// Who may ask the broker: this user's programs, and never a page of the web, whatever name it reaches this machine by.
/// </summary>
/// <param name="key">What whoever comes over TCP must send; null where there is only the socket, which is its owner's alone.</param>
sealed class BrokerGate(string? key)
{
    static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    // What browsers add by themselves, and no page can leave out.
    static readonly string[] OfBrowsers = ["Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Access-Control-Request-Method"];

    /// <summary>Why not, with the status that says so; null where it may.</summary>
    public (int Status, string Why)? Refusal(HttpContext context)
    {
        var request = context.Request;
        if (OfBrowsers.FirstOrDefault(request.Headers.ContainsKey) is { } header)
            return (StatusCodes.Status403Forbidden, $"A request with {header} comes from a web page, and none gets a token here.");
        if (!HttpMethods.IsGet(request.Method))
            return (StatusCodes.Status405MethodNotAllowed, "Nothing but GET is answered.");
        if (context.Connection.RemoteIpAddress is null)
            return null;

        // A name that leads here by somebody's DNS would make a page's own origin of it.
        if (!OwnNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return (StatusCodes.Status403Forbidden, "The Host is none of this machine's own names: localhost, 127.0.0.1 or [::1].");

        return HasKey(request)
            ? null
            : (StatusCodes.Status401Unauthorized, "The key is missing or wrong: send it as Authorization: Bearer KEY.");
    }

    bool HasKey(HttpRequest request) =>
        key is not null
        && request.Headers.Authorization is [{ } authorization]
        && authorization.Split(' ', 2) is [var scheme, var sent]
        && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent.Trim()), Encoding.UTF8.GetBytes(key));
}
