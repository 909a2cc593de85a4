namespace Postern.Protocol;

/// <summary>
/// Values of <c>prompt</c>: OpenID Connect Core 1.0 section 3.1.2.1, and Okta's own <c>enroll_authenticator</c> and <c>idp_refresh</c>.
/// </summary>
public static class Prompts
{
    public const string Consent = "consent";
    public const string EnrollAuthenticator = "enroll_authenticator";
    public const string IdpRefresh = "idp_refresh";
    public const string Login = "login";
    public const string None = "none";
}
