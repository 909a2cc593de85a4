namespace Postern.Protocol;

/// <summary>Values of <c>errorCode</c> in the error bodies of Okta's own APIs.</summary>
public static class OktaErrorCodes
{
    public const string ApiValidationFailed = "E0000001";
    public const string MalformedBody = "E0000003";
    public const string AuthenticationFailed = "E0000004";
    public const string ResourceNotFound = "E0000007";
    public const string PathNotFound = "E0000008";
    public const string InternalServerError = "E0000009";
    public const string ReadOnlyMode = "E0000010";
    public const string InvalidToken = "E0000011";
    public const string FeatureNotPermitted = "E0000015";
    public const string MissingMediaType = "E0000018";
    public const string UnacceptableMediaType = "E0000019";
    public const string UnsupportedMediaType = "E0000021";
    public const string MethodNotSupported = "E0000022";
    public const string RateLimitExceeded = "E0000047";
    public const string OperationNotAllowedInState = "E0000079";
    public const string PolicyDeniesAccess = "E0000085";
    public const string LoginNotAllowed = "E0000259";
}
