namespace Postern.Client;

/// <summary>The password was not refused, and yet there is no session token: Okta wants something first.</summary>
public sealed class AuthnException(AuthnTransaction transaction)
    : OktaException(Stage.Authn, $"Okta answered {transaction.Status}: it wants {transaction.Wants}.", transaction.Hint)
{
    /// <summary>Where the transaction stands.</summary>
    public AuthnTransaction Transaction { get; } = transaction;

    /// <summary>In Okta's words, such as <c>MFA_REQUIRED</c>.</summary>
    public string Status => Transaction.Status;
}
