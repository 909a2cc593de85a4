namespace Postern.Client;

/// <summary>
/// An answer that is none of those that Okta is known to give, such as a proxy's page or JSON without its required members.
/// </summary>
public sealed class UnexpectedResponseException(Stage stage, string message, string hint) : OktaException(stage, message, hint);
