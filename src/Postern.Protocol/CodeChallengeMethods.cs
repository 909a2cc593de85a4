namespace Postern.Protocol;

/// <summary>Values of <c>code_challenge_method</c>: RFC 7636 section 4.3.</summary>
public static class CodeChallengeMethods
{
    public const string Plain = "plain";
    public const string S256 = "S256";
}
