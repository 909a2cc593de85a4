namespace Postern.Client.Tests;

public sealed class OktaClientTests
{
    [Theory]
    [InlineData("https://dev-1.okta.com", null, null, "https://dev-1.okta.com", "https://dev-1.okta.com")]
    [InlineData("https://dev-1.okta.com/", null, null, "https://dev-1.okta.com", "https://dev-1.okta.com")]
    [InlineData("https://dev-1.okta.com", "default", null, "https://dev-1.okta.com", "https://dev-1.okta.com/oauth2/default")]
    [InlineData(null, null, "https://dev-1.okta.com", "https://dev-1.okta.com", "https://dev-1.okta.com")]
    [InlineData(null, null, "https://dev-1.okta.com/oauth2/aus1/", "https://dev-1.okta.com", "https://dev-1.okta.com/oauth2/aus1")]
    [
        InlineData(
            null,
            null,
            "https://login.example.com/tenant/v1",
            "https://login.example.com/tenant/v1",
            "https://login.example.com/tenant/v1"),
    ]
    [InlineData("http://org:7777", null, "http://localhost:7777/oauth2/default", "http://org:7777", "http://localhost:7777/oauth2/default")]
    public void The_org_and_the_issuer_follow_from_each_other(
        string? orgUrl, string? id, string? issuer, string expectedOrg, string expectedIssuer)
    {
        using var http = new HttpClient();

        var client = new OktaClient(http, new() { ClientId = The.ClientId, OrgUrl = orgUrl, AuthorizationServerId = id, Issuer = issuer });

        client.OrgUrl.ShouldBe(expectedOrg);
        client.Issuer.ShouldBe(expectedIssuer);
    }

    [Theory]
    [InlineData(null, null, null, "No org is set")]
    [InlineData("dev-1.okta.com", null, null, "not a web address")]
    [InlineData("https://{yourOktaDomain}", null, null, "not a web address")]
    [InlineData("https://dev-1-admin.okta.com", null, null, "Remove '-admin'")]
    [InlineData("http://dev-1.okta.com", null, null, "Write https")]
    [InlineData("https://dev-1.okta.com/oauth2/default", null, null, "has a path")]
    [InlineData("https://dev-1.okta.com?x=1", null, null, "a query")]
    [InlineData("https://user:pass@dev-1.okta.com", null, null, "user name")]
    [InlineData("https://dev-1.okta.com", "../evil", null, "is not one")]
    [InlineData("https://dev-1.okta.com", "", null, "is not one")]
    [InlineData(null, "default", "https://dev-1.okta.com/oauth2/default", "Both")]
    [InlineData(null, null, "https://dev-1.okta.com/oauth2", "is not one")]
    [InlineData(null, null, "https://dev-1.okta.com/oauth2/v1", "is not one")]
    [InlineData(null, null, "https://dev-1.okta.com/oauth2/default/v1", "is not one")]
    public void A_mistake_in_the_address_is_told_at_once(string? orgUrl, string? id, string? issuer, string said)
    {
        using var http = new HttpClient();

        var misuse = Should.Throw<ArgumentException>(
            () => new OktaClient(http, new() { ClientId = The.ClientId, OrgUrl = orgUrl, AuthorizationServerId = id, Issuer = issuer }));

        misuse.Message.ShouldContain(said);
        misuse.Message.ShouldNotContain("pass@");
    }
}
