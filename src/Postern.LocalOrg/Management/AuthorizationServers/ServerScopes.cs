using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Every scope of a server, each with an id of its own.</summary>
static class ServerScopes
{
    /// <summary>Its own before the reserved ones, the newest first: management.md 11.</summary>
    public static IEnumerable<OAuth2Scope> AllOf(CustomAuthorizationServer server) =>
        server.Scopes.Reverse().Concat(server.SystemScopes.Select(scope => scope with { Id = IdOf(server.Id, scope) }));

    /// <summary>By which grants name a scope of a server; null is the org's own, whose scopes have no ids but their names.</summary>
    public static string IdOf(CustomAuthorizationServer? server, string name) =>
        server is null ? name : AllOf(server).FirstOrDefault(scope => scope.Name == name)?.Id ?? name;

    static string IdOf(string serverId, OAuth2Scope scope) =>
        scope.Id is "" ? OktaIds.Of(OktaIds.Scope, serverId, scope.Name) : scope.Id;
}
