using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Callers;

/// <summary>Puts together what knows who calls.</summary>
sealed class CallersRoom
{
    public CallersRoom(OrgStore store, OrgDirectory directory, OrgUrls urls, TokensRoom tokens, SignInRoom signIn)
    {
        Browser = new BrowserSession(signIn.Sessions, store, directory, urls);
        Reader = new TokenReader(tokens.Keys, tokens.Store, store.Time);
        Proofs = new DpopProofs(store, tokens.Store, new DpopNonces(store, tokens.KeyStore));
        Binding = new TokenBinding(Proofs);
        Uses = new ApiTokenUses(store, directory);
        Api = new ApiCaller(directory, tokens.Servers, new PresentedAccessTokens(Reader, store.Time), Binding, Uses);
    }

    public BrowserSession Browser { get; }

    public TokenReader Reader { get; }

    public DpopProofs Proofs { get; }

    public TokenBinding Binding { get; }

    public ApiTokenUses Uses { get; }

    public ApiCaller Api { get; }
}
