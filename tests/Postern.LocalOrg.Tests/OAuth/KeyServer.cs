using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>A client's own web server, with its key set at a URL.</summary>
sealed class KeyServer : IAsyncDisposable
{
    readonly WebApplication _host;
    int _asked;

    KeyServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _host = builder.Build();
        _host.MapGet("/keys", (RequestDelegate)AnswerAsync);
        _host.MapGet("/moved", (RequestDelegate)(context =>
        {
            context.Response.Redirect("/keys");
            return Task.CompletedTask;
        }));
    }

    public string Url => _host.Urls.First();

    public string Keys => Url + "/keys";

    /// <summary>How often the key set was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public int Status { get; set; } = 200;

    public string Body { get; set; } = ClientAssertion.PublicKeys();

    public static async Task<KeyServer> StartAsync()
    {
        var server = new KeyServer();
        await server._host.StartAsync(The.Ct);
        return server;
    }

    public Task StopAsync() => _host.StopAsync(The.Ct);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _asked);
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/jwk-set+json";
        return context.Response.WriteAsync(Body);
    }
}
