using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Finds the user whom a backchannel authentication request means: by login, or by an ID token of theirs.</summary>
sealed class BackchannelUsers(OrgDirectory directory, PasswordSignIn signIn, TokenReader reader)
{
    // UNCONFIRMED (direct-auth.md 7): the texts. Okta also wants a custom authenticator enrolled; here the outbox is everybody's phone.
    public async Task<User> FindAsync(ClientRequest request, AuthorizeParameters parameters, CancellationToken ct)
    {
        var id = (parameters[Parameters.LoginHint], parameters[Parameters.IdTokenHint]) switch
        {
            ({ } login, null) => (await signIn.FindAsync(login, ct))?.User.Id,
            (null, { } idToken) => await SubjectAsync(idToken, request),
            _ => throw OAuthError.InvalidRequest("Exactly one of 'login_hint' and 'id_token_hint' is required."),
        };
        var user = (id is null ? null : await directory.FindActiveUserAsync(id, ct))
            ?? throw new OAuthError(OAuthErrors.UnknownUserId, "The hint does not identify an active user.");
        return request.Client.IsAssignedTo(user) ? user : throw OAuthError.AccessDenied("User is not assigned to the client application.");
    }

    async Task<string> SubjectAsync(string idToken, ClientRequest request) =>
        await reader.ReadIdTokenHintAsync(idToken, request.Server) is { } jwt
            && jwt.GetPayloadValue<string>(Claims.Audience) == request.Client.ClientId
            ? jwt.Subject
            : throw OAuthError.InvalidRequest("The id token is invalid.");
}
