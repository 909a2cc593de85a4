namespace Postern.Protocol;

/// <summary>The words that make up <c>response_type</c>: OAuth 2.0 Multiple Response Types.</summary>
public static class ResponseTypes
{
    public const string Code = "code";
    public const string IdToken = "id_token";
    public const string None = "none";
    public const string Token = "token";
}
