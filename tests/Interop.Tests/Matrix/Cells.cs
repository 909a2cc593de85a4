namespace Postern.Interop.Tests.Matrix;

/// <summary>Every authorization server × app × response type × response mode × PKCE that can be asked for.</summary>
static class Cells
{
    static readonly string[] Servers = ["org", "default"];
    static readonly string[] ResponseTypes =
    [
        "code", "id_token", "token", "code id_token", "code token", "id_token token", "code id_token token",
    ];
    static readonly string?[] ResponseModes = [null, "query", "fragment", "form_post", "okta_post_message"];

    public static TheoryData<string, string, string, string?, bool> Allowed => Rows(All().Where(cell => cell.IsAllowed));

    /// <summary>A public client asks for a code and does not bind it.</summary>
    public static TheoryData<string, string, string, string?, bool> WithoutNeededPkce => Rows(All().Where(cell => !cell.IsAllowed));

    static TheoryData<string, string, string, string?, bool> Rows(IEnumerable<Cell> cells)
    {
        var rows = new TheoryData<string, string, string, string?, bool>();
        foreach (var cell in cells)
            rows.Add(cell.Server, cell.App, cell.ResponseType, cell.ResponseMode, cell.Pkce);
        return rows;
    }

    static IEnumerable<Cell> All() => Servers
        .SelectMany(_ => MatrixOrg.Apps, (server, app) => new Cell(server, app, "", null, true))
        .SelectMany(_ => ResponseTypes, (cell, responseType) => cell with { ResponseType = responseType })
        .SelectMany(_ => ResponseModes, (cell, responseMode) => cell with { ResponseMode = responseMode })
        .SelectMany(cell => new[] { cell, cell with { Pkce = false } })
        .Where(cell => cell.IsRequestable);

    sealed record Cell(string Server, string App, string ResponseType, string? ResponseMode, bool Pkce)
    {
        // Tokens never travel in a query: OAuth 2.0 Multiple Response Types section 3.0.
        public bool IsRequestable => ResponseMode is not "query" || ResponseType is "code";

        public bool IsAllowed =>
            Pkce || !ResponseType.Contains("code", StringComparison.Ordinal) || !App.EndsWith(" none", StringComparison.Ordinal);
    }
}
