using System.Text;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Clients that prove themselves by a secret, or not at all (oidc.md 8).</summary>
public sealed class ClientSecretTests(SharedOrg shared)
{
    const string Failed = "Client authentication failed. Either the client or the client credentials are invalid.";
    const string Wish = "grant_type=authorization_code&code=x&redirect_uri=" + The.EncodedCallback;

    /// <summary>What somebody is told who has proved themselves and brings a bad code.</summary>
    const string LetIn = "The authorization code is invalid or has expired.";

    [Fact]
    [Trait("Proves", "OIDC 9 client secret methods")]
    public async Task A_secret_may_be_sent_as_Basic_authentication()
    {
        var answer = await TokenAsync(Wish, Basic(The.Web, The.WebSecret));

        answer.ShouldBeError(400, "invalid_grant", LetIn);
    }

    [Fact]
    public async Task Basic_authentication_may_be_form_encoded_as_RFC_6749_asks()
    {
        var answer = await TokenAsync(Wish, Basic(The.Web, The.WebSecret.Replace("-", "%2D", StringComparison.Ordinal)));

        answer.ShouldBeError(400, "invalid_grant", LetIn);
    }

    [Fact]
    [Trait("Proves", "OIDC 9 client secret methods")]
    public async Task A_secret_may_be_sent_in_the_body()
    {
        var answer = await TokenAsync($"{Wish}&client_id={The.Web}&client_secret={The.WebSecret}");

        answer.ShouldBeError(400, "invalid_grant", LetIn);
    }

    [Fact]
    public async Task A_public_client_sends_its_id_alone()
    {
        var answer = await TokenAsync($"{Wish}&client_id={The.Spa}");

        answer.ShouldBeError(400, "invalid_grant", LetIn);
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.2 client authentication")]
    public async Task A_wrong_secret_in_the_header_is_invalid()
    {
        var answer = await TokenAsync(Wish, Basic(The.Web, "not the one"));

        answer.ShouldBeError(401, "invalid_client", "The client secret supplied for a confidential client is invalid.");
    }

    [Fact]
    public async Task A_wrong_secret_in_the_body_is_invalid()
    {
        var answer = await TokenAsync($"{Wish}&client_id={The.Web}&client_secret=wrong");

        answer.ShouldBeError(401, "invalid_client", "The client secret supplied for a confidential client is invalid.");
    }

    [Fact]
    public async Task Another_clients_secret_is_invalid()
    {
        var answer = await TokenAsync(Wish, Basic(The.Service, The.WebSecret));

        answer.ShouldBeError(401, "invalid_client", "The client secret supplied for a confidential client is invalid.");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.2 client authentication")]
    public async Task A_confidential_client_may_not_send_its_id_alone()
    {
        var answer = await TokenAsync($"{Wish}&client_id={The.Web}");

        answer.ShouldBeError(401, "invalid_client", Failed);
    }

    [Fact]
    public async Task A_public_client_may_not_bring_a_secret()
    {
        var answer = await TokenAsync($"{Wish}&client_id={The.Spa}&client_secret=surprise");

        answer.ShouldBeError(401, "invalid_client", Failed);
    }

    [Fact]
    public async Task An_unknown_client_is_invalid()
    {
        var answer = await TokenAsync($"{Wish}&client_id=0oa1unknownApp000005");

        answer.ShouldBeError(401, "invalid_client", "Invalid value for 'client_id' parameter.");
    }

    [Fact]
    public async Task Somebody_who_does_not_say_who_they_are_is_told_so()
    {
        var answer = await TokenAsync(Wish);

        answer.ShouldBeError(401, "invalid_client", "No client credentials found.");
    }

    [Theory]
    [InlineData("Basic !!!")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Basic OnNlY3JldA==")]
    [InlineData("Basic MG9hMXBvc3Rlcm5XZWIwMDAwMDU=")] // a confidential client's id, and no secret
    [InlineData("Bearer eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("Basic")]
    public async Task A_header_that_holds_no_credentials_is_told_so(string header)
    {
        var answer = await TokenAsync(Wish, ("Authorization", header));

        answer.ShouldBeError(401, "invalid_client", "Found Authentication header but was not valid client credentials.");
    }

    // So okta-auth-js revokes tokens.
    [Fact]
    public async Task A_public_client_may_send_its_id_alone_in_the_header()
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/introspect", "token=x", ("Authorization", "Basic MG9hMXBvc3Rlcm5TcGEwMDAwMDU="));

        answer.Body.ShouldBe("""{"active":false}""");
    }

    [Theory]
    [InlineData("client_secret=x")]
    [InlineData("client_assertion=x&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer")]
    public async Task Two_kinds_of_credentials_at_once_are_too_many(string second)
    {
        var answer = await TokenAsync($"{Wish}&client_id={The.Web}&{second}", Basic(The.Web, The.WebSecret));

        answer.ShouldBeError(
            401, "invalid_request",
            "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials " +
            "in the post body, or a client_assertion in the post body.");
    }

    [Theory]
    [InlineData("client_secret=x")]
    [InlineData("client_assertion=x")]
    public async Task Credentials_do_not_belong_into_a_query(string query)
    {
        var answer = await shared.Http.PostFormAsync($"/oauth2/default/v1/token?{query}", $"{Wish}&client_id={The.Web}");

        answer.ShouldBeError(400, "invalid_request", "Client credentials cannot be supplied via query parameters.");
    }

    [Fact]
    public async Task The_header_and_the_body_must_name_the_same_client()
    {
        var answer = await TokenAsync($"{Wish}&client_id={The.Spa}", Basic(The.Web, The.WebSecret));

        answer.ShouldBeError(401, "invalid_client", Failed);
    }

    [Fact]
    public async Task A_client_that_signs_assertions_may_not_send_its_secret_instead()
    {
        const string secret = "a-secret-that-is-long-enough-for-an-HMAC-0";
        var app = OrgSeed.Default.Apps[1] with { ClientSecret = secret, TokenEndpointAuthMethod = "client_secret_jwt" };
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Apps = [app] } }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.PostFormAsync("/oauth2/default/v1/token", Wish, Basic(The.Web, secret));

        answer.ShouldBeError(401, "invalid_client", Failed);
    }

    Task<Answer> TokenAsync(string form, params (string, string)[] headers) =>
        shared.Http.PostFormAsync("/oauth2/default/v1/token", form, headers);

    static (string, string) Basic(string clientId, string secret) =>
        ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}")));
}
