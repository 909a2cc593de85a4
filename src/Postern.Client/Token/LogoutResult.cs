namespace Postern.Client;

/// <summary>What came of a logout request without a browser.</summary>
public abstract record LogoutResult
{
    LogoutResult()
    {
    }

    /// <summary>The server sent us to the post-logout redirect URI, with the state that was sent.</summary>
    /// <param name="Location">Where to, query included.</param>
    public sealed record Returned(Uri Location) : LogoutResult;

    /// <summary>The server sent us somewhere else, such as its sign-in page, which is where a logout without a redirect URI ends.</summary>
    /// <param name="Location">Where to, query included.</param>
    public sealed record SentElsewhere(Uri Location) : LogoutResult;

    /// <summary>
    /// The server showed a page: it is done, or wants a person to confirm, which RP-Initiated Logout 1.0 section 2 allows.
    /// </summary>
    /// <param name="Title">Null where the page has none.</param>
    public sealed record PageShown(string? Title) : LogoutResult;
}
