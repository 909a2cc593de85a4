using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Hooks;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens.Hooks;

namespace Postern.LocalOrg.Tokens;

/// <summary>Puts together what issues tokens.</summary>
sealed class TokensRoom : IAsyncDisposable
{
    public TokensRoom(OrgStore store, OrgDirectory directory, OrgUrls urls, SigningKeyPool? pool, InlineHookCaller hooks)
    {
        (Store, KeyStore) = (new TokenStore(store), new KeyStore(store));
        Keys = new SigningKeys(store, KeyStore, directory, pool);
        Servers = new AuthorizationServers(directory, urls);
        Custom = new CustomClaims(directory, new ClaimReferences(store, directory, urls));
        Issuer = new TokenIssuer(Keys, Custom, directory, store.Time);
        Hook = new TokenHook(directory, urls, Issuer, hooks);
        Codes = new AuthorizationCodes(KeyStore);
        RefreshTokens = new RefreshTokens(store, Store, new RefreshTokenSeal(KeyStore));
    }

    public TokenStore Store { get; }

    public KeyStore KeyStore { get; }

    public SigningKeys Keys { get; }

    public AuthorizationServers Servers { get; }

    public CustomClaims Custom { get; }

    public TokenIssuer Issuer { get; }

    public TokenHook Hook { get; }

    public AuthorizationCodes Codes { get; }

    public RefreshTokens RefreshTokens { get; }

    public ValueTask DisposeAsync() => Keys.DisposeAsync();
}
