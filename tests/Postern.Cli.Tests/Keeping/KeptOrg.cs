using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Keeping;

/// <summary>An org that records what it is asked, and the clock that it and the command go by.</summary>
public sealed class KeptOrg : IAsyncLifetime
{
    public FakeTimeProvider Time { get; } = new(new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));

    public LocalOrg.LocalOrg Org { get; private set; } = null!;

    public SeedApp App => Org.Seed.Apps.First(app => app.Kind is AppKind.Native);

    public async ValueTask InitializeAsync() =>
        Org = await LocalOrg.LocalOrg.StartAsync(
            new()
            {
                Time = Time, RecordsRequests = true,
                Middleware = next => context => context.Request.Path == "/orders" ? AnswerAsync(context) : next(context),
            });

    public ValueTask DisposeAsync() => Org.DisposeAsync();

    /// <summary>An API on the same host: wants a nonce in each proof, and tells what it was sent.</summary>
    static async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var proof = request.Headers["DPoP"].ToString();
        if (proof.Length > 0 && !NonceOf(proof).Contains("\"nonce\":\"n-1\"", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "DPoP error=\"use_dpop_nonce\", error_description=\"Use a nonce.\"";
            context.Response.Headers["DPoP-Nonce"] = "n-1";
            return;
        }

        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        context.Response.StatusCode = request.Query["status"] is [{ } status]
            ? int.Parse(status, System.Globalization.CultureInfo.InvariantCulture)
            : 200;
        context.Response.ContentType = request.Query["type"] is [{ } type] ? type : "text/plain";
        await context.Response.WriteAsync(
            $"{request.Method} {request.Headers.Authorization.ToString().Split(' ')[0]} {request.ContentType} {request.Headers["X-One"]} " +
            $"{body}");
    }

    static string NonceOf(string proof) =>
        System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(proof.Split('.')[1]));

    /// <summary>How often it was asked that, or anything at all.</summary>
    public async Task<int> AskedAsync(string path = "") =>
        (await Org.Requests.AllAsync(null, TestContext.Current.CancellationToken)).Count(
            request => request.Path.Contains(path, StringComparison.Ordinal));

    public string Profile(string scopes = "openid profile", string user = "ada@example.com", string? more = null) => $"""
        profiles:
          dev:
            org: {Org.Url}
            client-id: {App.ClientId}
            redirect-uri: {App.RedirectUris[0]}
            scopes: {scopes}
            username: {user}
            password: env:PASSWORD
        {more}
        default: dev

        """;
}
