namespace Postern.Protocol;

/// <summary>
/// Values of <c>response_mode</c>: OAuth 2.0 Multiple Response Types, OAuth 2.0 Form Post, and Okta's <c>okta_post_message</c>.
/// </summary>
public static class ResponseModes
{
    public const string Fragment = "fragment";
    public const string FormPost = "form_post";
    public const string OktaPostMessage = "okta_post_message";
    public const string Query = "query";
}
