using Postern.Client;

namespace Postern.Interop.Tests.Matrix;

/// <summary>
/// Both halves, which share no behaviour: every authorization server, app, response type, response mode and client authentication.
/// </summary>
public class ClientAgainstLocalOrgTests(MatrixOrg org) : IClassFixture<MatrixOrg>
{
    [Theory]
    [Trait("Proves", "OIDC 3.3.3.6 same user in both ID tokens")]
    [MemberData(nameof(Cells.Allowed), MemberType = typeof(Cells))]
    public async Task A_password_becomes_validated_tokens(string server, string app, string responseType, string? responseMode, bool pkce)
    {
        var flow = org.ClientOf(server, app).SessionTokenFlow;

        var tokens = await flow.GetTokensAsync(
            The.Ada,
            The.Password,
            new() { ResponseType = responseType, ResponseMode = responseMode, UsePkce = pkce },
            TestContext.Current.CancellationToken);

        var asked = responseType.Split(' ');
        (tokens.AccessToken is not null).ShouldBe(asked.Contains("token") || asked.Contains("code"));
        (tokens.IdToken is not null).ShouldBe(asked.Contains("id_token") || asked.Contains("code"));
        tokens.ExpiresAt.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(30));
    }

    // Without a secret, PKCE is all that ties the code to who asked for it.
    [Theory]
    [MemberData(nameof(Cells.WithoutNeededPkce), MemberType = typeof(Cells))]
    public async Task A_public_client_gets_no_code_without_PKCE(
        string server, string app, string responseType, string? responseMode, bool pkce)
    {
        var flow = org.ClientOf(server, app).SessionTokenFlow;

        var refused = await Should.ThrowAsync<OAuthException>(() =>
            flow.GetTokensAsync(
                The.Ada,
                The.Password,
                new() { ResponseType = responseType, ResponseMode = responseMode, UsePkce = pkce },
                TestContext.Current.CancellationToken));

        refused.Error.ShouldBe("invalid_request");
        refused.Message.ShouldContain("PKCE");
    }
}
