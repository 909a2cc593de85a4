namespace Postern.Client;

/// <summary>Okta answered the authorization request with a page for a person, or sent the browser to one.</summary>
public sealed class InteractionRequiredException(Interaction interaction, string message, string hint)
    : OktaException(Stage.Authorize, message, hint)
{
    /// <summary>What the person would be asked for.</summary>
    public Interaction Interaction { get; } = interaction;

    /// <summary>The page's title, where a page was shown.</summary>
    public string? PageTitle { get; init; }
}

/// <summary>What a person would be asked for.</summary>
public enum Interaction
{
    /// <summary>To sign in: Okta saw no session, so the session token was not accepted.</summary>
    SignIn,

    /// <summary>To enter the password again.</summary>
    Reauthentication,

    /// <summary>More than a password, by the app's own policy.</summary>
    Factor,

    /// <summary>To sign in elsewhere: a routing rule or custom page leads to another host.</summary>
    OtherHost,
}
