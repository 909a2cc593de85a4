namespace Postern.Client;

/// <summary>What was received failed a check, and nothing of it was handed out.</summary>
public sealed class TokenValidationException(string subject, string check, string message, string hint)
    : OktaException(Stage.Validation, message, hint, UseReasons.Of(subject, check))
{
    /// <summary>
    /// What was checked: <c>id_token</c>, <c>access_token</c>, <c>userinfo</c>, <c>discovery</c>, <c>authorize response</c> or
    /// <c>logout response</c>.
    /// </summary>
    public string Subject { get; } = subject;

    /// <summary>
    /// The check that failed: <c>signature</c>, <c>alg</c>, <c>kid</c>, <c>iss</c>, <c>aud</c>, <c>nonce</c>, <c>state</c> and so on.
    /// </summary>
    public string Check { get; } = check;

    /// <summary>What it should have been; null where that is a secret or no single value.</summary>
    public string? Expected { get; init; }

    /// <summary>What it was; null where that is a secret or was absent.</summary>
    public string? Actual { get; init; }
}
