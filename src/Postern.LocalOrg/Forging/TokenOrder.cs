using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>Which token <see cref="TokenForge"/> makes: a good one for the org's first user, unless said otherwise.</summary>
public sealed record TokenOrder
{
    /// <summary>
    /// The login of whom it is about. Null: nobody, where <see cref="App"/> acts for itself; else the first user of the seed.
    /// </summary>
    public string? User { get; init; }

    /// <summary>The client id or the name. Null: an app that the user is assigned to.</summary>
    public string? App { get; init; }

    /// <summary>
    /// The id, the name or the audience of the authorization server; <c>org</c> is the org's own. Null: <c>default</c>, unless another
    /// alone has the scopes.
    /// </summary>
    public string? Server { get; init; }

    /// <summary>Those in <c>scp</c>, which the server must have. None: <c>openid</c> and the server's default scopes.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>An access token, unless said otherwise.</summary>
    public TokenOrderKind Kind { get; init; }

    /// <summary>The one thing that is to be wrong. Null: nothing.</summary>
    public TokenFlaw? Flaw { get; init; }

    /// <summary>
    /// From now until it expires; below zero, it has expired so long ago. Null: what the access policy gives, or an hour where none does.
    /// </summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>Added, or put in the place of what there is; a null takes a claim away.</summary>
    public JsonObject? Claims { get; init; }
}

/// <summary>The kinds of tokens that are self-contained.</summary>
public enum TokenOrderKind
{
    /// <summary>For an API.</summary>
    AccessToken,

    /// <summary>For the app.</summary>
    IdToken,
}

/// <summary>What was made.</summary>
public sealed record ForgedToken
{
    /// <summary>Ready to be sent.</summary>
    public required string Token { get; init; }

    /// <summary>Null: it is good.</summary>
    public TokenFlaw? Flaw { get; init; }

    /// <summary>Others of the same flaw, where it can be spelled in several ways: an API must refuse these too.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>Without the tokens.</summary>
    public override string ToString() => Flaw is { } flaw ? $"a token that is {TokenFlaws.Of(flaw).Name}" : "a good token";
}
