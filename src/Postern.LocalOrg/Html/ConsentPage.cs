using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Html;

/// <summary>
/// Asks a user what an app may have: a plain form that needs no script. Who presses Enter without reading has not agreed.
/// </summary>
sealed class ConsentPage(OrgDirectory directory)
{
    public Task WriteAsync(HttpContext context, string key, string appName, IReadOnlyList<OAuth2Scope> scopes)
    {
        context.NoteShown("okta_key", key);
        return Page.WriteAsync(
            context,
            directory,
            "Consent",
            "okta-consent",
            $"""
             <h1>{Escape.Html(appName)} would like to access:</h1>
             <form method="post" action="{PagePaths.Consent}">
             <input type="hidden" name="okta_key" value="{Escape.Html(key)}">
             {ScopeList.Write(scopes)}
             <p>By clicking Allow Access, you allow the actions listed above.</p>
             <button type="submit" name="decision" value="allow">Allow Access</button>
             <button type="submit" name="decision" value="deny" class="quiet"{Page.Focus}>Don&#x27;t Allow</button>
             </form>
             """);
    }
}
