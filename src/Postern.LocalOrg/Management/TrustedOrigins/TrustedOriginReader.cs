using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Policies;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.TrustedOrigins;

/// <summary>Reads a trusted origin: management.md 15.</summary>
static class TrustedOriginReader
{
    const string Scripts = "CORS", Redirects = "REDIRECT", Embedding = "IFRAME_EMBED";

    const int LongestName = 255;

    public static TrustedOrigin Read(RequestObject body, TrustedOrigin before)
    {
        var name = body.Needed("name");
        if (name.Length > LongestName)
            throw OktaError.Invalid("name", "name: The field is too long");

        var scopes = body.Objects("scopes") ?? throw OktaError.Blank("scopes");
        var types = scopes.Select(scope => scope.Needed("type")).ToList();
        if (types.Count == 0)
            throw OktaError.Blank("scopes");
        if (types.Exists(type => type is not (Scripts or Redirects or Embedding)))
            // UNCONFIRMED: the text.
            throw OktaError.Invalid("scopes", "scopes: The field has an invalid value");

        var origin = before with
        {
            Name = name,
            Origin = Origin(body.Needed("origin")),
            IsNotForScripts = !types.Contains(Scripts),
            IsNotForRedirects = !types.Contains(Redirects),
            Scopes = Kept(scopes),
            Status = PolicyReader.Status(body) ?? before.Status,
        };
        return OrgRules.Check(origin).Any() ? throw OktaError.Invalid("origin", "origin: Origin value is not valid") : origin;
    }

    /// <summary>As it is kept: without the slash that a page's address ends with.</summary>
    static string Origin(string sent) => sent.EndsWith('/') ? sent[..^1] : sent;

    static System.Text.Json.JsonElement Kept(IReadOnlyList<RequestObject> scopes) => Filled.Kept(new()
    {
        ["scopes"] = new JsonArray([.. scopes.Select(scope => Filled.Copy(scope.Element))]),
    });
}
