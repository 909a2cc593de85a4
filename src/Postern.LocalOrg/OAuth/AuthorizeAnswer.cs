using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Writes an authorize answer the way its response mode wants it: oidc.md 5.</summary>
static class AuthorizeAnswer
{
    public static Task WriteAsync(HttpContext context, AuthorizeTarget target, IReadOnlyList<KeyValuePair<string, string>> answer) =>
        target.Mode switch
        {
            ResponseModes.FormPost => FormPostPage.WriteAsync(context, target.RedirectUri, StateFirst(answer)),
            ResponseModes.OktaPostMessage => PostMessagePage.WriteAsync(context, target.RedirectUri, StateFirst(answer)),
            ResponseModes.Fragment => Redirect(context, $"{target.RedirectUri}#{Encode(answer)}"),
            _ => RedirectAsync(context, target.RedirectUri, answer),
        };

    /// <summary>With the answer in the query, beside what the URI has there already.</summary>
    public static Task RedirectAsync(HttpContext context, string uri, IReadOnlyList<KeyValuePair<string, string>> answer) =>
        Redirect(context, answer.Count == 0 ? uri : $"{uri}{(uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Encode(answer)}");

    /// <summary>In the recorded order: state, error, error_description.</summary>
    public static Task WriteAsync(HttpContext context, AuthorizeTarget target, OAuthError error)
    {
        List<KeyValuePair<string, string>> answer =
        [
            new(Parameters.Error, error.Error), new(Parameters.ErrorDescription, error.Description),
        ];
        if (target.State is { } state)
            answer.Insert(0, new(Parameters.State, state));
        return WriteAsync(context, target, answer);
    }

    static Task Redirect(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = location;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>application/x-www-form-urlencoded, a space as <c>+</c>: also keeps line breaks out of the header.</summary>
    static string Encode(IEnumerable<KeyValuePair<string, string>> answer) =>
        string.Join(
            '&', answer.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value).Replace("%20", "+", StringComparison.Ordinal)}"));

    static IEnumerable<KeyValuePair<string, string>> StateFirst(IReadOnlyList<KeyValuePair<string, string>> answer) =>
        answer.OrderBy(pair => pair.Key is not Parameters.State);
}
