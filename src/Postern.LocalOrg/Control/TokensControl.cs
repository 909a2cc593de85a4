using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Forging;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary><c>/_postern/tokens</c>: tokens without a sign-in, good ones and broken ones.</summary>
sealed class TokensControl(TokenForge forge) : IControlTheme
{
    const string AccessToken = "accessToken";
    const string IdToken = "idToken";

    public void Map(ControlTable table)
    {
        table.Map("/tokens", ["GET", "POST"], TokensAsync);
        table.Get("/tokens/strangers-keys", StrangersKeysAsync);
    }

    async Task TokensAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method))
            await ForgeAsync(context);
        else
            await context.Response.WriteJsonAsync(new() { Flaws = TokenFlaws.All }, ControlJson.Default.FlawsBody);
    }

    async Task ForgeAsync(HttpContext context)
    {
        var order = OrderOf(await ReadAsync(context));
        try
        {
            var forged = await forge.ForgeAsync(order, context.RequestAborted);
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteJsonAsync(
                new()
                {
                    Token = forged.Token, Flaw = forged.Flaw,
                    Variants = [.. forged.Variants.Select(token => new VariantBody { Token = token })],
                },
                ControlJson.Default.TokenBody);
        }
        catch (TokenOrderException unmakeable)
        {
            throw ControlProblem.Wrong(unmakeable.Message);
        }
    }

    async Task StrangersKeysAsync(HttpContext context) =>
        await context.Response.WriteJsonAsync(await forge.StrangersKeysAsync(), ControlJson.Default.JsonObject);

    static async Task<TokenRequest> ReadAsync(HttpContext context) =>
        await ControlBody.ReadSeveralAsync(context, ControlJson.Default.TokenRequest) is [var one]
            ? one
            : throw ControlProblem.Wrong("Order one token, as {\"user\": \"ada@example.com\", \"flaw\": \"expired\"}.");

    static TokenOrder OrderOf(TokenRequest request) => new()
    {
        User = request.User,
        App = request.App,
        Server = request.Server,
        Scopes = ScopesOf(request.Scopes),
        Kind = request.Kind switch
        {
            null or AccessToken => TokenOrderKind.AccessToken,
            IdToken => TokenOrderKind.IdToken,
            _ => throw ControlProblem.Wrong($"kind: there are {AccessToken} and {IdToken}."),
        },
        Flaw = request.Flaw is { } flaw ? FlawOf(flaw) : null,
        Lifetime = request.LifetimeSeconds is { } seconds ? LifetimeOf(seconds) : null,
        Claims = request.Claims,
    };

    /// <summary>As OAuth has them, or as an array.</summary>
    static string[] ScopesOf(JsonNode? scopes) => scopes switch
    {
        null => [],
        JsonValue value when value.TryGetValue(out string? text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        JsonArray array when array.All(IsText) => [.. array.Select(scope => scope!.GetValue<string>())],
        _ => throw ControlProblem.Wrong("scopes: give an array, or a string with spaces between them."),
    };

    static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? _);

    static TokenFlaw FlawOf(string name) =>
        TokenFlaws.All.FirstOrDefault(flaw => flaw.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Flaw
            ?? throw ControlProblem.Wrong(
                $"flaw: there is no '{name}'; there are {string.Join(", ", TokenFlaws.All.Select(flaw => flaw.Name))}.");

    static TimeSpan LifetimeOf(double seconds) => Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds / 2
        ? TimeSpan.FromSeconds(seconds)
        : throw ControlProblem.Wrong("lifetimeSeconds: a token lives no longer than a hundred years.");
}

/// <summary>Which token is wanted; every member may be left out.</summary>
sealed record TokenRequest
{
    public string? User { get; init; }
    public string? App { get; init; }
    public string? Server { get; init; }
    public JsonNode? Scopes { get; init; }
    public string? Flaw { get; init; }
    public JsonObject? Claims { get; init; }
    public double? LifetimeSeconds { get; init; }
    public string? Kind { get; init; }
}

/// <summary>The token, and others of the same flaw.</summary>
sealed record TokenBody
{
    public required string Token { get; init; }
    public TokenFlaw? Flaw { get; init; }
    public IReadOnlyList<VariantBody> Variants { get; init; } = [];

    public override string ToString() => "a token";
}

/// <summary>Another of the same flaw: under the name by which whoever logs answers knows a secret.</summary>
sealed record VariantBody
{
    public required string Token { get; init; }

    public override string ToString() => "a token";
}

/// <summary>The flaws there are.</summary>
sealed record FlawsBody
{
    public required IReadOnlyList<ExplainedFlaw> Flaws { get; init; }
}
