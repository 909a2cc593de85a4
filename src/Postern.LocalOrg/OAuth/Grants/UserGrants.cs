using Postern.LocalOrg.Directory;
using Postern.LocalOrg.OAuth.Direct;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>
/// What the grants that name a user have in common: the user must be the app's, and the access policy must let the two have the scopes.
/// </summary>
static class UserGrants
{
    extension(ClientRequest request)
    {
        /// <summary>Without how and when the user proved who they are, which each grant knows itself.</summary>
        public TokenGrant GrantTo(User user, string grantType, IReadOnlyList<string> scopes)
        {
            request.Form.Http.NoteUser(user);
            // A service app has no users of its own to be assigned.
            if (request.Client.Kind is not AppKind.Service && !request.Client.IsAssignedTo(user))
                throw OAuthError.AccessDenied("User is not assigned to the client application.");

            var permission = AccessPolicies.Evaluate(
                request.Server, request.Client.ClientId, user, [DirectGrants.InRules(grantType)], new(scopes, request.NamesNoScopes));
            return new()
            {
                Server = request.Server,
                ClientId = request.Client.ClientId,
                User = user,
                Scopes = permission.Scopes,
                GrantType = grantType,
                Lifetimes = permission.Lifetimes,
            };
        }
    }
}
