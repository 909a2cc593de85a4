using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Html;

/// <summary>Okta's <c>okta_post_message</c>: hands the answer to the window that opened this one, or holds it: oidc.md 5.4.</summary>
static class PostMessagePage
{
    public static Task WriteAsync(HttpContext context, string redirectUri, IEnumerable<KeyValuePair<string, string>> answer)
    {
        var nonce = Page.NewNonce();
        var assignments = string.Join("\n      ", answer.Select(pair => $"data.{pair.Key} = '{Escape.Script(pair.Value)}';"));
        return Page.WriteAsync(
            context,
            $$"""
              <!DOCTYPE html>
              <html lang="en">
              <head>
              <title>Signing in...</title>
              <script type="text/javascript" nonce="{{nonce}}">
                (function(window) {
                  function isInIframe() { try { return window.self !== window.top; } catch (e) { return true; } }
                  function buildMessageData() {
                    var data = {};
                    {{assignments}}
                    return data;
                  }
                  function onWindowLoadHandler() {
                    var parentWindow = isInIframe() ? window.parent : window.opener;
                    parentWindow.postMessage(buildMessageData(), '{{Escape.Script(Origin(redirectUri))}}');
                  }
                  window.addEventListener('DOMContentLoaded', onWindowLoadHandler, false);
                })(window);
              </script>
              </head>
              <body></body>
              </html>
              """,
            nonce);
    }

    /// <summary>Only the app's own origin may hear it; an app without one (a custom scheme) hears nothing.</summary>
    static string Origin(string redirectUri) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri.GetLeftPart(UriPartial.Authority)
            : "null";
}
