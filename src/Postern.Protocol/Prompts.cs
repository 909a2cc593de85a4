namespace Postern.Protocol;

/// <summary>Values of <c>prompt</c>: OpenID Connect Core 1.0 section 3.1.2.1.</summary>
public static class Prompts
{
    public const string Consent = "consent";
    public const string Login = "login";
    public const string None = "none";
}
