using System.Text;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Html;

/// <summary>
/// Lists scopes for a person to agree to; those that may be kept back have a box to untick. Where there are none, it says so.
/// </summary>
static class ScopeList
{
    public static string Write(IReadOnlyList<OAuth2Scope> scopes)
    {
        if (scopes.Count == 0)
            return "<p>The app learns who you are, and gets access to nothing else.</p>";

        var shared = scopes.GroupBy(DisplayName).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        var list = new StringBuilder("<ul class=\"scopes\">\n");
        foreach (var scope in scopes)
            list.Append("<li>").Append(Named(scope, shared.Contains(DisplayName(scope))))
                .Append(scope.Description is { } text ? $"<br><small>{Escape.Html(text)}</small>" : "").Append("</li>\n");
        return list.Append("</ul>").ToString();
    }

    static string DisplayName(OAuth2Scope scope) => scope.DisplayName ?? scope.Name;

    /// <summary>With the scope's own name, where others are displayed alike.</summary>
    static string Named(OAuth2Scope scope, bool isShared)
    {
        var name = Escape.Html(isShared && scope.DisplayName is not null ? $"{scope.DisplayName} ({scope.Name})" : DisplayName(scope));
        return scope.IsOptional
            ? $"<label><input type=\"checkbox\" name=\"scope\" value=\"{Escape.Html(scope.Name)}\" checked> {name}</label>"
            : name;
    }
}
