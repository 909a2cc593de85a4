using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>What is said of the keys that a client signs with, by what it signed: oidc.md 22.</summary>
sealed record KeyRefusals
{
    public static readonly KeyRefusals OfClientAssertion = new()
    {
        NotConfigured = () =>
            OAuthError.InvalidClient("The client does not have a JWKSet configured, but the client_assertion requires one."),
        Invalid = OAuthError.InvalidClient,
        UnknownKey = "The client_assertion JWT kid is invalid.",
        WrongUse =
            "The public key being used for client assertion has an invalid 'use' parameter. Valid values for the 'use' parameter are " +
            "[sig].",
        NoSigningKey = "The client_assertion JWT needs to be signed using a signing key.",
    };

    public static readonly KeyRefusals OfRequestObject = new()
    {
        NotConfigured = () =>
            OAuthError.InvalidClient("The client does not have a JWKSet configured, but the request object requires one."),
        Invalid = description => new(OAuthErrors.InvalidRequestObject, description),
        UnknownKey = "The JWT kid of the request object is invalid.",
        WrongUse =
            "The public key being used for signing the request object has an invalid 'use' parameter. Valid values for the 'use' " +
            "parameter are [sig].",
        NoSigningKey = "The request object needs to be signed using a signing key.",
        IsOfOneAlgorithm = true,
    };

    /// <summary>UNCONFIRMED (oidc.md 9.5): the texts are ours.</summary>
    public static readonly KeyRefusals OfGrantAssertion = new()
    {
        NotConfigured = () => OAuthError.InvalidGrant("The client does not have a JWKSet configured, but the assertion requires one."),
        Invalid = OAuthError.InvalidGrant,
        UnknownKey = "The assertion JWT kid is invalid.",
        WrongUse =
            "The public key being used for the assertion has an invalid 'use' parameter. Valid values for the 'use' parameter are [sig].",
        NoSigningKey = "The assertion JWT needs to be signed using a signing key.",
    };

    public required Func<OAuthError> NotConfigured { get; init; }

    /// <summary>Everything else, by its text.</summary>
    public required Func<string, OAuthError> Invalid { get; init; }

    public required string UnknownKey { get; init; }
    public required string WrongUse { get; init; }
    public required string NoSigningKey { get; init; }

    /// <summary>Whether the client is configured for one algorithm, which a key at its <c>jwks_uri</c> must be for.</summary>
    public bool IsOfOneAlgorithm { get; init; }
}
