namespace Postern.Testing;

/// <summary>Which tokens a test wants. Two that say the same are the same: their tokens are fetched once.</summary>
public sealed record TokenWish
{
    /// <summary>A login. Default: none, and the app gets a token of its own, by its client credentials.</summary>
    public string? User { get; init; }

    /// <summary>
    /// With spaces between them. Default: <c>openid profile email</c> for a user, and for an app those that the server gives unasked.
    /// </summary>
    public string Scopes { get; init; } = "";

    /// <summary>By id or name. Default: one of the kit's own, which everybody may use.</summary>
    public string? App { get; init; }

    /// <summary>
    /// An authorization server, by id, name or audience. Default: the first that has the scopes; the org's own for Okta's scopes
    /// (<c>okta.users.read</c>), and where there is no other.
    /// </summary>
    public string? Server { get; init; }
}
