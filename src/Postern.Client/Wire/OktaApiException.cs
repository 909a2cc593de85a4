namespace Postern.Client;

/// <summary>One of Okta's own APIs refused; carries the whole error body.</summary>
public sealed class OktaApiException(Stage stage, string errorCode, string errorSummary, string hint)
    : OktaException(stage, errorSummary.Length == 0 ? errorCode : $"{errorCode}: {errorSummary}", hint)
{
    /// <summary>The code to decide by, such as <c>E0000004</c>.</summary>
    public string ErrorCode { get; } = errorCode;

    /// <summary>Okta's one-line explanation, in the language of the request.</summary>
    public string ErrorSummary { get; } = errorSummary;

    /// <summary>Usually the same as <see cref="ErrorCode"/>.</summary>
    public string? ErrorLink { get; init; }

    /// <summary>By which an admin finds this very error in the System Log.</summary>
    public string? ErrorId { get; init; }

    /// <summary>The summaries of <c>errorCauses</c>; empty where Okta gives none.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];
}
