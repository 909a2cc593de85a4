using Postern.Local.OAuth;

namespace Postern.Local;

/// <summary>What Okta would refuse to make of a custom authorization server: said when it is seeded, not when its first token is asked for.</summary>
static class AuthorizationServerChecks
{
    /// <exception cref="ArgumentException">What is wrong, and with which server.</exception>
    public static void Check(SeedAuthorizationServer server)
    {
        for (var i = 0; i < server.Scopes.Count; i++)
        {
            CheckScope(server, server.Scopes[i]);
            if (server.Scopes.Take(i).Any(earlier => earlier.Name == server.Scopes[i].Name))
                throw Wrong(server, $"has the scope '{server.Scopes[i].Name}' twice. Leave one out.");
        }
    }

    /// <summary>api-access-management.md 8.</summary>
    static void CheckScope(SeedAuthorizationServer server, SeedScope scope)
    {
        if (ReservedScopes.Contains(scope.Name))
            throw Wrong(server, $"names the scope '{scope.Name}', which every authorization server has already. Leave it out.");
        if (scope.Name.Length is 0 || !scope.Name.All(c => c is > ' ' and < '\x7f' and not '"' and not '\\'))
            throw Wrong(server, $"names a scope '{scope.Name}': a scope is printable ASCII without space, \" and \\ (RFC 6749 section 3.3).");
        if (scope.Name.StartsWith("okta.", StringComparison.Ordinal) || scope.Name.StartsWith("okta:", StringComparison.Ordinal))
            throw Wrong(server, $"names the scope '{scope.Name}': names that begin with 'okta.' or 'okta:' are Okta's. Choose another.");
    }

    static ArgumentException Wrong(SeedAuthorizationServer server, string what) => new($"The seed's authorization server '{server.Id}' {what}");
}
