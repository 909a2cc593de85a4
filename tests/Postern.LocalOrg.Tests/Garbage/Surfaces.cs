using System.Text.Json;

namespace Postern.LocalOrg.Tests.Garbage;

/// <summary>Which shapes an answer may have, by the path that was asked.</summary>
static class Surfaces
{
    /// <summary>Null, or what is wrong with the answer.</summary>
    public static string? Complaint(Answer answer)
    {
        if (answer.Status is < 200 or > 501 or (>= 500 and not 501))
            return $"status {answer.Status}";
        if (answer.Status == 501 && !answer.Headers.ContainsKey("X-Postern-Unsupported"))
            return "501 without X-Postern-Unsupported";
        if (answer.Status < 400)
            return null;

        // What is not HTTP is refused before any surface has seen it, as every server does: a bare 4xx that closes the connection.
        if (!answer.Headers.ContainsKey("X-Okta-Request-Id"))
            return answer.Status is 400 or 411 or 413 or 414 or 431 && answer.Body.Length == 0 ? null : $"bare {answer.Status}";

        return answer.Headers.GetValueOrDefault("Content-Type") switch
        {
            { } html when html.StartsWith("text/html", StringComparison.Ordinal) =>
                answer.Body.Contains("Error Code: ", StringComparison.Ordinal) ? null : "a page that is no error page",
            "application/json" => ComplaintAboutJson(answer.Body),
            { } ion when ion.StartsWith("application/ion+json", StringComparison.Ordinal) =>
                answer.Body.Contains("\"messages\":", StringComparison.Ordinal) ? null : "no messages",
            // What is wrong with an access token stands in the header: management.md 1.5.
            null when answer.Body.Length == 0 && answer.Headers.ContainsKey("WWW-Authenticate") => null,
            var other => $"content type {other}",
        };
    }

    /// <summary>Whether this is the shape of the surface that owns the path.</summary>
    public static bool Belongs(string path, Answer answer)
    {
        if (answer.Status < 400 || !answer.Headers.ContainsKey("X-Okta-Request-Id") || answer.Body.Length == 0)
            return true;

        var isOAuth = answer.Body.StartsWith("{\"error\":", StringComparison.Ordinal);
        var isOkta = answer.Body.StartsWith("{\"errorCode\":", StringComparison.Ordinal);
        var isPage = answer.Body.Contains("<!DOCTYPE html>", StringComparison.Ordinal);
        return path switch
        {
            _ when path.StartsWith("/api/", StringComparison.Ordinal) => isOkta,
            _ when path.Contains("/.well-known/", StringComparison.Ordinal) => isOkta || isOAuth,
            _ when path.EndsWith("/v1/authorize", StringComparison.Ordinal) || path.EndsWith("/v1/logout", StringComparison.Ordinal) =>
                isPage || isOAuth,
            _ when path.StartsWith("/oauth2/v1/clients", StringComparison.Ordinal) => isOkta || isOAuth,
            _ when path.StartsWith("/oauth2/", StringComparison.Ordinal) =>
                isOAuth || (isOkta && answer.Status == 404) || path.Contains("/authorize/redirect", StringComparison.Ordinal),
            _ when path.StartsWith("/login/", StringComparison.Ordinal) || path is "/activate" or "/app/UserHome" => isPage,
            _ => true,
        };
    }

    static string? ComplaintAboutJson(string body)
    {
        if (body.Length == 0)
            return null; // asked by HEAD or the like

        try
        {
            using var json = JsonDocument.Parse(body);
            var members = json.RootElement.EnumerateObject().Select(member => member.Name).ToList();
            return members is ["error", "error_description"] or ["errorCode", "errorSummary", "errorLink", "errorId", "errorCauses"]
                ? null
                : $"members {string.Join(", ", members)}";
        }
        catch (JsonException)
        {
            return "JSON that is none";
        }
    }
}
