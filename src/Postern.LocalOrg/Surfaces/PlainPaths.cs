using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// Paths of Okta's own APIs as its edge takes them: a doubled slash is one, and one at the end is none (management.md 1.1). Before anything
/// is looked for by path: in an application that an org is mounted in, that is the application's to do.
/// </summary>
static class PlainPaths
{
    const string Api = "/api/v1/";

    public static RequestDelegate Around(RequestDelegate next) => context =>
    {
        if (context.Request.Path.Value is { } path && (path.Contains("//", StringComparison.Ordinal) || path is [.., '/'])
            && Plain(path) is var plain && plain.StartsWith(Api, StringComparison.Ordinal))
            context.Request.Path = plain;
        return next(context);
    };

    static string Plain(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return "/" + string.Join('/', parts);
    }
}
