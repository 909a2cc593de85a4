namespace Postern.Client;

/// <summary>A sign-in on Identity Engine ended without a code: Okta refused, or wants something that nobody answered.</summary>
public sealed class IdxException : OktaException
{
    internal IdxException(IdxTransaction transaction, IdxFailure failure, string message, string hint)
        : base(Stage.Idx, message, hint)
    {
        Transaction = transaction;
        Failure = failure;
        StatusCode = transaction.HttpStatus is >= 400 and var status ? status : null;
        RequestId = transaction.RequestId;
    }

    /// <summary>Where the transaction stands; where it could be, it has been given up.</summary>
    public IdxTransaction Transaction { get; }

    /// <summary>Of what kind it is.</summary>
    public IdxFailure Failure { get; }

    /// <summary>The factor that was not answered, or whose answer was refused; null where it is not about one.</summary>
    public AuthnFactor? Factor { get; init; }

    /// <summary>Those that there were to choose from; empty where there was no choice.</summary>
    public IReadOnlyList<AuthnFactor> Factors { get; init; } = [];
}

/// <summary>Why a sign-in on Identity Engine ended.</summary>
public enum IdxFailure
{
    /// <summary>What was given is wrong, or Okta does not say what is: it must not be given again by itself.</summary>
    Refused,

    /// <summary>A policy, or the app's assignments, let this user not in.</summary>
    Denied,

    /// <summary>Something was asked that has no answer here.</summary>
    Unanswered,

    /// <summary>A step was demanded that nobody can take without a browser, or that this version does not know.</summary>
    Unsupported,

    /// <summary>The transaction is over: it took too long.</summary>
    Expired,
}
