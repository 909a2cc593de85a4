using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Which scopes a user must be asked about before a client gets them: the table of oidc.md 19.</summary>
sealed class Consents(InteractionStore interactionStore)
{
    /// <summary>Empty: nobody need be asked, or the answer on the page was yes.</summary>
    public async Task<IReadOnlyList<OAuth2Scope>> MissingAsync(
        AuthorizeRequest request, TokenGrant grant, ConsentAnswer? answer, CancellationToken ct)
    {
        var wanting = request.MustConsent || request.Client.RequiresConsent ? request.Server.NeedingConsent(grant.Scopes) : [];
        if (wanting.Count == 0)
            return [];
        if (answer?.UserId == grant.User!.Id)
            return answer.Allows ? [] : throw Denied();
        if (request.MustConsent)
            return wanting;

        var given = await interactionStore.ConsentsAsync(grant.User!.Id, request.Client.ClientId, request.Server.Id, ct);
        wanting.RemoveAll(scope => given.Contains(scope.Name));
        return wanting.Count == 0 || request.MayPrompt
            ? wanting
            : throw new OAuthError(
                OAuthErrors.ConsentRequired,
                $"The following scopes require user consent: [{string.Join(", ", wanting.Select(scope => scope.Name))}].");
    }

    public static OAuthError Denied() => OAuthError.AccessDenied("The resource owner or authorization server denied the request.");
}
