using System.Text;

namespace Postern.LocalOrg.Pages;

/// <summary>Lists scopes for a person to agree to; those that may be kept back have a box to untick.</summary>
static class ScopeList
{
    public static string Write(IEnumerable<SeedScope> scopes)
    {
        var list = new StringBuilder("<ul class=\"scopes\">\n");
        foreach (var scope in scopes)
            list.Append("<li>").Append(Named(scope)).Append(scope.Description is { } text ? $"<br><small>{Escape.Html(text)}</small>" : "").Append("</li>\n");
        return list.Append("</ul>").ToString();
    }

    static string Named(SeedScope scope)
    {
        var name = Escape.Html(scope.DisplayName ?? scope.Name);
        return scope.IsOptional ? $"<label><input type=\"checkbox\" name=\"scope\" value=\"{Escape.Html(scope.Name)}\" checked> {name}</label>" : name;
    }
}
