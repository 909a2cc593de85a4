using Postern.LocalOrg;
using Org = Postern.LocalOrg.LocalOrg;

namespace Postern.Testing;

/// <summary>Examines an API with an org's tokens.</summary>
public static class ApiExaminer
{
    /// <summary>
    /// Sends GET requests with a good token and all the broken ones, and tells which the API wrongly took:
    /// <c>(await org.ExamineAsync(api, "/orders", scopes: "orders:read")).EnsurePassed()</c>.
    /// </summary>
    /// <param name="org">The one that the API trusts.</param>
    /// <param name="api">Follows no redirects, and sends no credentials of its own.</param>
    /// <param name="url">An operation that needs a token; a path, where the client has a base address.</param>
    /// <param name="scopes">What the operation needs, separated by spaces. Null: a token is enough, and scopes are not asked about.</param>
    /// <param name="user">Whose tokens they are. Null: the org's first user's.</param>
    /// <param name="ct">Ends it.</param>
    public static Task<ExamReport> ExamineAsync(
        this TestOrg org, HttpClient api, string url, string? scopes = null, string? user = null, CancellationToken ct = default) =>
        org.LocalOrg.ExamineAsync(api, url, scopes, user, ct);

    /// <inheritdoc cref="ExamineAsync(TestOrg, HttpClient, string, string, string, CancellationToken)"/>
    public static Task<ExamReport> ExamineAsync(
        this Org org, HttpClient api, string url, string? scopes = null, string? user = null, CancellationToken ct = default) =>
        org.ExamineAsync(api, Call(url, scopes), Tokens(user, scopes), ct);

    /// <summary>The same, with a call and tokens of any shape.</summary>
    public static Task<ExamReport> ExamineAsync(
        this TestOrg org, HttpClient api, ExamRequest request, TokenOrder tokens, CancellationToken ct = default) =>
        org.LocalOrg.ExamineAsync(api, request, tokens, ct);

    /// <summary>The same, with a call and tokens of any shape.</summary>
    public static Task<ExamReport> ExamineAsync(
        this Org org, HttpClient api, ExamRequest request, TokenOrder tokens, CancellationToken ct = default) =>
        new ApiExam(api, request, (flaw, stop) => org.Tokens.ForgeAsync(tokens with { Flaw = flaw }, stop)).RunAsync(ct);

    static ExamRequest Call(string url, string? scopes) => new() { Url = url, NeedsScopes = scopes is not null };

    static TokenOrder Tokens(string? user, string? scopes) =>
        new() { User = user, Scopes = scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [] };
}
