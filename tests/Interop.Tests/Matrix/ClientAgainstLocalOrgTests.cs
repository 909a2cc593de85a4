using Postern.Client;

namespace Postern.Interop.Tests.Matrix;

/// <summary>Both halves, which share no behaviour: every authorization server, app, response type, response mode and client authentication.</summary>
public class ClientAgainstLocalOrgTests(MatrixOrg org) : IClassFixture<MatrixOrg>
{
    static readonly string[] Servers = ["org", "default"];
    static readonly string[] ResponseTypes = ["code", "id_token", "token", "code id_token", "code token", "id_token token", "code id_token token"];
    static readonly string?[] ResponseModes = [null, "query", "fragment", "form_post", "okta_post_message"];

    public static TheoryData<string, string, string, string?, bool> Cells => Rows(AllCells().Where(cell => cell.IsAllowed));

    public static TheoryData<string, string, string, string?, bool> PublicClientsWithoutPkce => Rows(AllCells().Where(cell => !cell.IsAllowed));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_password_becomes_validated_tokens(string server, string app, string responseType, string? responseMode, bool pkce)
    {
        var flow = org.ClientOf(server, app).SessionTokenFlow;

        var tokens = await flow.GetTokensAsync(The.Ada, The.Password, new() { ResponseType = responseType, ResponseMode = responseMode, UsePkce = pkce }, TestContext.Current.CancellationToken);

        var asked = responseType.Split(' ');
        (tokens.AccessToken is not null).ShouldBe(asked.Contains("token") || asked.Contains("code"));
        (tokens.IdToken is not null).ShouldBe(asked.Contains("id_token") || asked.Contains("code"));
        tokens.ExpiresAt.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(59));
    }

    // Without a secret, PKCE is all that ties the code to who asked for it.
    [Theory]
    [MemberData(nameof(PublicClientsWithoutPkce))]
    public async Task A_public_client_gets_no_code_without_PKCE(string server, string app, string responseType, string? responseMode, bool pkce)
    {
        var flow = org.ClientOf(server, app).SessionTokenFlow;

        var refused = await Should.ThrowAsync<OAuthException>(() =>
            flow.GetTokensAsync(The.Ada, The.Password, new() { ResponseType = responseType, ResponseMode = responseMode, UsePkce = pkce }, TestContext.Current.CancellationToken));

        refused.Error.ShouldBe("invalid_request");
        refused.Message.ShouldContain("PKCE");
    }

    static TheoryData<string, string, string, string?, bool> Rows(IEnumerable<Cell> cells)
    {
        var rows = new TheoryData<string, string, string, string?, bool>();
        foreach (var cell in cells)
            rows.Add(cell.Server, cell.App, cell.ResponseType, cell.ResponseMode, cell.Pkce);
        return rows;
    }

    static IEnumerable<Cell> AllCells() => Servers
        .SelectMany(_ => MatrixOrg.Apps, (server, app) => new Cell(server, app, "", null, true))
        .SelectMany(_ => ResponseTypes, (cell, responseType) => cell with { ResponseType = responseType })
        .SelectMany(_ => ResponseModes, (cell, responseMode) => cell with { ResponseMode = responseMode })
        .SelectMany(cell => new[] { cell, cell with { Pkce = false } })
        .Where(cell => cell.IsRequestable);

    sealed record Cell(string Server, string App, string ResponseType, string? ResponseMode, bool Pkce)
    {
        // Tokens never travel in a query: OAuth 2.0 Multiple Response Types section 3.0.
        public bool IsRequestable => ResponseMode is not "query" || ResponseType is "code";

        public bool IsAllowed => Pkce || !ResponseType.Contains("code", StringComparison.Ordinal) || !App.EndsWith(" none", StringComparison.Ordinal);
    }
}
