using System.Text;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>
/// What nobody should send, sent to every operation that there is: each answers in Okta's shape, and none with a 500.
/// </summary>
public sealed class EveryOperationTests(EveryOperationTests.AnyOrg every) : IClassFixture<EveryOperationTests.AnyOrg>
{
    const string ApiToken = "00every-operation-token", TokenThatEnds = "00a-token-that-ends-with-its-first-call",
        TokenOfNoAdmin = "00a-token-of-somebody-who-is-no-admin";

    /// <summary>They take no notice of who calls, or of what there is under an id.</summary>
    static readonly string[] Open =
    [
        "/.well-known/okta-organization", "/api/v1/users/{userId}/factors/questions", "/.well-known/app-authenticator-configuration",
        "/.well-known/webauthn",
    ];

    [Fact]
    public Task An_id_of_nothing_is_not_found_or_refused() => AllAsync(
        operation => SendAsync(operation, operation.With("nobody-1"), operation.Method is "GET" or "DELETE" ? null : "{}"),
        (operation, answer) => answer.Status is < 500 && (answer.Status < 400 || IsOktas(answer)));

    [Fact]
    public Task Ids_that_hold_anything_are_answered() => AllAsync(
        operation =>
            SendAsync(
                operation,
                operation.With("%00%22%C3%BC%2F..%2F" + new string('x', 600)),
                operation.Method is "GET" or "DELETE" ? null : "{}"),
        (operation, answer) => answer.Status is < 500);

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("\u00ff\u0000")]
    public Task A_body_that_is_no_object_is_not_well_formed(string body) => AllAsync(
        operation => SendAsync(operation, operation.With("nobody-1"), body),
        (operation, answer) => answer.Status is 400 or 404 && IsOktas(answer),
        operation => operation.Method is not ("GET" or "DELETE") && operation.Name is not "createPolicySimulation");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"nothing":{"of":["this"]},"is":1,"known":null}""")]
    [
        InlineData(
            """{"name":[],"label":{},"profile":7,"type":[1],"settings":"x","conditions":[],"actions":3,"credentials":"y","scopes":{}}"""),
    ]
    public Task A_body_without_sense_is_answered(string? body) => AllAsync(
        operation => SendAsync(operation, operation.With("nobody-1"), body),
        (operation, answer) => answer.Status is < 500 && (answer.Status < 400 || IsOktas(answer)),
        operation => operation.Method is not "GET");

    [Fact]
    public Task What_is_far_too_long_is_refused() => AllAsync(
        operation =>
        {
            var text = new string('x', 20_000);
            return SendAsync(
                operation, operation.With("nobody-1"),
                $$$"""{"name":"{{{text}}}","label":"{{{text}}}","profile":{"name":"{{{text}}}","login":"{{{text}}}","email":"{{{text}}}"},"description":"{{{text}}}","origin":"{{{text}}}","type":"{{{text}}}"}""");
        },
        (operation, answer) => answer.Status is < 500 && (answer.Status < 400 || IsOktas(answer)),
        operation => operation.Method is not "GET");

    [Fact]
    public Task Queries_without_sense_are_answered() => AllAsync(
        operation => SendAsync(
            operation, operation.With("nobody-1") +
                "?limit=-1&after=%00&q=%22&search=((&filter=a%20eq&sortBy=%27&sortOrder=up&expand=everything&type=X", null),
        (operation, answer) => answer.Status is < 500 && (answer.Status < 400 || IsOktas(answer)),
        operation => operation.Method is "GET");

    [Theory]
    [InlineData("")]
    [InlineData("SSWS 00wrong")]
    [InlineData("Basic eDp5")]
    public Task Nobody_is_told_no_more_than_that(string authorization) => AllAsync(
        operation => every.Http.SendAsync(new(operation.Method), operation.With("nobody-1"), null, ("Authorization", authorization)),
        (operation, answer) => answer.Status is 401 or 403 && IsOktas(answer),
        operation => !Open.Contains(operation.Path) && !operation.Path.StartsWith("/api/v1/sessions", StringComparison.Ordinal));

    [Fact]
    public Task The_token_of_somebody_who_is_no_admin_may_do_nothing() => AllAsync(
        operation => every.Http.SendAsync(
            new(operation.Method), operation.With("nobody-1"), null, ("Authorization", "SSWS " + TokenOfNoAdmin)),
        (operation, answer) => answer.Status is 403 && answer.Text("errorCode") is "E0000006",
        operation => operation.Scope is not "");

    [Fact]
    public async Task A_token_without_the_scope_is_told_which_one_is_needed()
    {
        var bearer = "Bearer " + (await every.Http.TokensAsync("/oauth2")).Text("access_token");

        await AllAsync(
            operation => every.Http.SendAsync(new(operation.Method), operation.With("nobody-1"), null, ("Authorization", bearer)),
            (operation, answer) => answer is { Status: 403, Body: "" }
                && answer.Headers["WWW-Authenticate"].Contains($"scope=\"{operation.Scope.Split(',')[0]}\"", StringComparison.Ordinal),
            operation => operation.Scope is not "");
    }

    [Fact]
    public Task A_method_that_Okta_does_not_have_is_not_supported() => AllAsync(
        operation => every.Http.SendAsync(HttpMethod.Patch, operation.With("nobody-1"), null, ("Authorization", "SSWS " + ApiToken)),
        (operation, answer) => answer.Status is 405 && answer.Text("errorCode") is "E0000022",
        operation => !OktaOperation.All.Any(other => other.Method is "PATCH" && other.With("") == operation.With("")));

    async Task AllAsync(
        Func<OktaOperation, Task<Answer>> ask, Func<OktaOperation, Answer, bool> isRight, Func<OktaOperation, bool>? concerns = null)
    {
        List<string> wrong = [];
        foreach (var operation in OktaOperation.Built.Where(operation => concerns?.Invoke(operation) is not false))
            if (await ask(operation) is var answer && !isRight(operation, answer))
                wrong.Add($"{operation.Method} {operation.Path}: {answer.Status} {answer.Body}");
        string.Join("\n", wrong).ShouldBeEmpty();
    }

    /// <summary>One takes the token that it is asked by.</summary>
    Task<Answer> SendAsync(OktaOperation operation, string path, string? body) => every.Http.SendAsync(
        new(operation.Method), path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        ("Authorization", "SSWS " + (operation.Name is "revokeCurrentApiToken" ? TokenThatEnds : ApiToken)));

    static bool IsOktas(Answer answer) =>
        answer.Body is ['{', ..]
            && answer.Json.TryGetProperty("errorCode", out var code)
            && code.GetString()!.StartsWith("E0000", StringComparison.Ordinal);

    /// <summary>One org for all: nothing of what is sent changes it.</summary>
    public sealed class AnyOrg : IAsyncLifetime
    {
        LocalOrg _org = null!;

        public Browserless Http { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Http = new(
            _org = await LocalOrg.StartAsync(
                new()
                {
                    Seed = OrgSeed.Default with
                    {
                        ApiTokens = [ApiToken, TokenThatEnds, new() { Token = TokenOfNoAdmin, Owner = "una@example.com" }],
                    },
                },
                The.Ct));

        public ValueTask DisposeAsync()
        {
            Http.Dispose();
            return _org.DisposeAsync();
        }
    }
}
