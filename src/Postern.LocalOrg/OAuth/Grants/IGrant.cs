using Postern.Local.Tokens;

namespace Postern.Local.OAuth.Grants;

/// <summary>A grant reads its parameters, proves, and returns who may have which tokens.</summary>
interface IGrant
{
    string GrantType { get; }

    Task<Granted> AuthorizeAsync(TokenRequest request, CancellationToken ct);
}

/// <summary>What a grant came to; the grant chooses the access token's id, so that it can find the token again to revoke it.</summary>
sealed record Granted(TokenGrant Grant, string AccessTokenId);
