namespace Postern.Client;

/// <summary>Whatever went wrong once the org had answered; transport failures stay <see cref="HttpRequestException"/>.</summary>
public abstract class OktaException(Stage stage, string message, string hint) : Exception(message)
{
    private protected OktaException(Stage stage, string message, string hint, FailureReason? reason)
        : this(stage, message, hint) => Reason = reason;


    /// <summary>The step at which it happened.</summary>
    public Stage Stage { get; } = stage;

    /// <summary>What to do next, in a sentence or two for a person.</summary>
    public string Hint { get; internal set; } = hint;

    /// <summary>The catalogue's entry; null where it has none, or where the org's own words say more.</summary>
    public FailureReason? Reason { get; internal set; }

    /// <summary>What was tried until then, where <see cref="SignInFlow"/> chose the flow; null elsewhere.</summary>
    public SignInReceipt? Receipt { get; internal set; }

    /// <summary>The HTTP status of the answer; null where a check failed and no answer did.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Okta's <c>X-Okta-Request-Id</c>, by which an admin finds the request in the System Log.</summary>
    public string? RequestId { get; init; }
}
