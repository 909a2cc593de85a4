namespace Postern.Client;

/// <summary>The password was not refused, and yet there is no session token: Okta wants something first that nobody answered.</summary>
public sealed class AuthnException : OktaException
{
    /// <summary>Says what the status says.</summary>
    public AuthnException(AuthnTransaction transaction)
        : this(transaction, $"It wants {transaction.Wants}.")
    {
    }

    /// <summary>Says what was missing, in a sentence after the status.</summary>
    public AuthnException(AuthnTransaction transaction, string message)
        : base(Stage.Authn, $"Okta answered {transaction.Status}. {message}", transaction.Hint, transaction.Reason) =>
        Transaction = transaction;

    /// <summary>Where the transaction stands; where it could be, it has been cancelled.</summary>
    public AuthnTransaction Transaction { get; }

    /// <summary>The factor that was not answered; null where it is not about one.</summary>
    public AuthnFactor? Factor { get; init; }

    /// <summary>In Okta's words, such as <c>MFA_REQUIRED</c>.</summary>
    public string Status => Transaction.Status;
}
