using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Idx;

/// <summary>Puts Identity Engine's surface together.</summary>
sealed class IdxRoom(OrgStore store, OrgDirectory directory, OrgUrls urls, TokensRoom tokens, SignInRoom signIn, CallersRoom callers)
{
    public IdxRoutes Routes(TrustedPages trusted) => new(
        signIn.Machine, new IdxWriter(directory, urls, signIn.Policies), Ends,
        callers.Browser, trusted, store, directory, urls, signIn.Limits);

    IdxEnds Ends => new(tokens.Servers, new InteractionCodes(tokens.Codes, tokens.Store), urls);
}
