using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Tests.Management.Hooks;

/// <summary>Somebody's own service, which hooks are sent to.</summary>
public sealed class HookServer : IAsyncDisposable
{
    readonly WebApplication _host;
    readonly SemaphoreSlim _came = new(0);

    HookServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _host = builder.Build();
        _host.MapGet("/hook", (RequestDelegate)(context => context.Response.WriteAsync(
            IsOwners ? $$"""{"verification":"{{context.Request.Headers["x-okta-verification-challenge"]}}"}""" : Says)));
        _host.MapPost("/hook", (RequestDelegate)AnswerAsync);
        _host.MapPost("/moved", (RequestDelegate)(context =>
        {
            context.Response.Headers.Location = "/hook";
            context.Response.StatusCode = 307;
            return Task.CompletedTask;
        }));
    }

    public string Url => _host.Urls.First();

    public bool IsOwners { get; set; } = true;

    /// <summary>To whoever asks whose it is, where it is nobody's.</summary>
    public string Says { get; set; } = "{}";

    public int Status { get; set; } = 200;

    public string Body { get; set; } = "{}";

    /// <summary>In the place of an answer.</summary>
    public Func<Task>? Instead { get; set; }

    public ConcurrentQueue<(JsonElement Body, string Secret)> Came { get; } = [];

    public static async Task<HookServer> StartAsync()
    {
        HookServer server = new();
        await server._host.StartAsync(The.Ct);
        return server;
    }

    /// <summary>As if it had just begun.</summary>
    public void Reset()
    {
        (IsOwners, Says, Status, Body, Instead) = (true, "{}", 200, "{}", null);
        while (_came.Wait(0))
            Came.TryDequeue(out _);
    }

    /// <summary>The next that comes, or has come and was not taken yet.</summary>
    public async Task<(JsonElement Body, string Secret)> NextAsync()
    {
        await _came.WaitAsync(The.Ct);
        return Came.TryDequeue(out var next) ? next : throw new InvalidOperationException("Nothing came.");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        Came.Enqueue((body.RootElement.Clone(), context.Request.Headers["X-Secret"].ToString()));
        _came.Release();
        if (Instead is { } instead)
            await instead();
        context.Response.StatusCode = Status;
        if (Status is not 204)
            await context.Response.WriteAsync(Body);
    }
}
