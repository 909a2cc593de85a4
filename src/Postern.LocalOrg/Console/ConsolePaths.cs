using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Postern.LocalOrg.Console;

/// <summary>Where the console's pages are. Those of <c>/_postern</c> that programs call are elsewhere.</summary>
static class ConsolePaths
{
    public const string Home = "/_postern";
    public const string Base = "/_postern/console";
    public const string Open = Base + "/open";
    public const string Sheet = Base + "/console.css";
    public const string Script = Base + "/console.js";
    public const string Icon = Base + "/icon.svg";
    public const string Changes = Base + "/changes";

    /// <summary>Whoever looks at it with a browser; anybody else means what answers programs there.</summary>
    public static bool IsForPeople(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(range => range.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && range.Quality is not 0);

    public static string User(string id) => $"{Base}/users/{Uri.EscapeDataString(id)}";

    public static string App(string clientId) => $"{Base}/apps/{Uri.EscapeDataString(clientId)}";

    public static string Server(string id) => $"{Base}/servers/{Uri.EscapeDataString(id)}";

    public static string Request(string id) => $"{Base}/requests/{Uri.EscapeDataString(id)}";

    public static string SignIn(string id) => $"{Base}/sign-ins/{Uri.EscapeDataString(id)}";
}
