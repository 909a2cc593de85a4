namespace Postern.Client;

/// <summary>What a logout request says: OpenID Connect RP-Initiated Logout 1.0 section 2.</summary>
public sealed record LogoutOptions
{
    /// <summary>Secret: an ID token of the session to end; it may have expired. Okta demands it.</summary>
    public string? IdTokenHint { get; init; }

    /// <summary>One of the app's sign-out redirect URIs, byte for byte. Null: the server's own page.</summary>
    public string? PostLogoutRedirectUri { get; init; }

    /// <summary>Comes back to the redirect URI unchanged. Null sends none.</summary>
    public string? State { get; init; }

    /// <summary>Who is signing out, where there is no ID token.</summary>
    public string? LogoutHint { get; init; }

    /// <summary>More parameters; none that has a property here.</summary>
    public IReadOnlyDictionary<string, string> ExtraParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The ID token as a fingerprint.</summary>
    public override string ToString() =>
        $"LogoutOptions {{ IdTokenHint = {Fingerprint.OfOptional(IdTokenHint)}, PostLogoutRedirectUri = {PostLogoutRedirectUri} }}";
}
