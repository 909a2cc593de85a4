namespace Postern.LocalOrg.Console.SignIns;

/// <summary>Which part of the org a request was for, as people call it.</summary>
static class Areas
{
    public static string Of(RecordedRequest request) => request.Endpoint switch
    {
        var endpoint when endpoint.StartsWith("/api/v1/authn", StringComparison.Ordinal) => "Authn",
        var endpoint when endpoint.StartsWith("/idp/idx", StringComparison.Ordinal) => "Identity Engine",
        var endpoint when endpoint.EndsWith("/token", StringComparison.Ordinal) => "Token",
        var endpoint when endpoint.StartsWith("/oauth2", StringComparison.Ordinal) => OfOAuth(endpoint),
        var endpoint when endpoint.StartsWith("/api", StringComparison.Ordinal) => "API",
        _ => "Pages",
    };

    static string OfOAuth(string endpoint) => endpoint[(endpoint.LastIndexOf("/v1/", StringComparison.Ordinal) + 4)..].Split('/')[0] switch
    {
        "authorize" or "par" or "device" or "bc" or "interact" => "Authorize",
        "primary-authenticate" or "oob-authenticate" or "challenge" => "Direct",
        "userinfo" => "Userinfo",
        _ => "Others",
    };
}
