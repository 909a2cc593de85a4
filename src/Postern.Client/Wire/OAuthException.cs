namespace Postern.Client;

/// <summary>The authorization server refused, in OAuth's words: RFC 6749 sections 4.1.2.1 and 5.2.</summary>
public sealed class OAuthException(Stage stage, string error, string? errorDescription, string hint)
    : OktaException(stage, string.IsNullOrEmpty(errorDescription) ? error : $"{error}: {errorDescription}", hint)
{
    /// <summary>The code to decide by, such as <c>access_denied</c>.</summary>
    public string Error { get; } = error;

    /// <summary>Okta's explanation; its wording is not stable, so never decide by it.</summary>
    public string? ErrorDescription { get; } = errorDescription;

    /// <summary>Secret: goes on with a direct authentication.</summary>
    internal string? MfaToken { get; init; }

    internal IReadOnlyList<string> ChallengeTypes { get; init; } = [];

    /// <summary>Whether somebody's phone had been asked before: then it may be a person who said no.</summary>
    internal bool MayBeAPersons { get; set; }
}
