using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace Postern.LocalOrg.Tests;

/// <summary>What came back.</summary>
public sealed partial record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Location => Headers["Location"];

    /// <summary>The first cookie as a browser sends it back.</summary>
    public string? Cookie => Headers.GetValueOrDefault("Set-Cookie")?.Split(';')[0];

    /// <summary>Names of the JSON body's members, in the order they came.</summary>
    public IEnumerable<string> Members => Json.EnumerateObject().Select(member => member.Name);

    /// <summary>The request that waits behind the hosted sign-in page.</summary>
    public string SignInKey => Key().Match(Body).Groups[1].Value;

    /// <summary>A string member of the JSON body.</summary>
    public string Text(string member) => Json.GetProperty(member).GetString()!;

    /// <summary>A parameter of the redirect, from its query or its fragment.</summary>
    public string? Redirected(string name) =>
        Headers.TryGetValue("Location", out var location)
            ? HttpUtility.ParseQueryString(location[(location.IndexOfAny(['?', '#']) + 1)..])[name]
            : null;

    /// <summary>
    /// The whole body, where <c>{org}</c>, <c>{stateToken}</c> and <c>{sessionToken}</c> stand for what is different every time.
    /// </summary>
    public void ShouldBe(int status, string body, LocalOrg org)
    {
        Status.ShouldBe(status, Body);
        foreach (var token in (string[])["stateToken", "sessionToken"])
            if (Json.TryGetProperty(token, out var value))
                body = body.Replace($"{{{token}}}", value.GetString(), StringComparison.Ordinal);
        Body.ShouldBe(body.Replace("{org}", org.Url, StringComparison.Ordinal));
    }

    public void ShouldBeError(int status, string error, string description)
    {
        Status.ShouldBe(status, Body);
        Body.ShouldBe($$"""{"error":"{{error}}","error_description":"{{description}}"}""");
    }

    public void ShouldBeRedirectedError(string error, string description)
    {
        Status.ShouldBe(302, Body);
        Location.ShouldStartWith(The.Callback);
        Redirected("error").ShouldBe(error, Location);
        Redirected("error_description").ShouldBe(description);
    }

    public void ShouldBeErrorPage(int status, string error, string description)
    {
        Status.ShouldBe(status, Body);
        Headers["Content-Type"].ShouldStartWith("text/html");
        Headers.Keys.ShouldNotContain("Location");
        Body.ShouldContain($"Error Code: {error}<");
        Body.ShouldContain(description);
    }

    public void ShouldBeSignInPage()
    {
        Status.ShouldBe(200, Body);
        Headers["Content-Type"].ShouldStartWith("text/html");
        Body.ShouldContain("id=\"okta-sign-in\"");
    }

    public void ShouldBeConsentPage(params string[] scopes)
    {
        Status.ShouldBe(200, Body);
        Body.ShouldContain("id=\"okta-consent\"");
        Scope().Matches(Body).Select(match => match.Groups[1].Value).ShouldBe(scopes);
    }

    public void ShouldBeOktaError(int status, string code, string summary, params string[] causes)
    {
        Status.ShouldBe(status, Body);
        Headers["Content-Type"].ShouldStartWith("application/json");
        Members.ShouldBe(["errorCode", "errorSummary", "errorLink", "errorId", "errorCauses"]);
        Text("errorCode").ShouldBe(code);
        Text("errorSummary").ShouldBe(summary);
        Text("errorLink").ShouldBe(code);
        Text("errorId").ShouldMatch("^oae[A-Za-z0-9_-]{22}$");
        Json.GetProperty("errorCauses").EnumerateArray().Select(cause => cause.GetProperty("errorSummary").GetString()).ShouldBe(causes);
    }

    [GeneratedRegex("name=\"okta_key\" value=\"([^\"]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex("<li>(?:<label><input[^>]*> )?([^<]+)")]
    private static partial Regex Scope();
}
