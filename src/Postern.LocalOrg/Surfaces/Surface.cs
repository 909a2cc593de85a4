using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// One family of endpoints: what all of them do with a request before and after their own part. Who may read the answer, which methods
/// there are, how many
/// requests, and whatever goes wrong; the families differ in what they are made of.
/// </summary>
sealed partial class Surface(IEndpointRouteBuilder routes, SurfaceKit kit, ILogger logger)
{
    const string AnyMethod = "GET, POST, PUT, PATCH, DELETE";

    /// <summary>Whatever goes wrong inside leaves by this.</summary>
    public required TroubleWriter Trouble { get; init; }

    /// <summary>Which pages may read the answers. Default: none, and there are no preflights.</summary>
    public IPageAccess? Pages { get; init; }

    /// <summary>Asked before anything else, where not everybody may even know what there is.</summary>
    public Action<HttpContext>? Guard { get; init; }

    /// <summary>Whether requests wait for what the org knows, and are watched. False for what tells how it is.</summary>
    public bool MindsTheOrg { get; init; } = true;

    public void Get(string path, RequestDelegate handle) => Map(path, ["GET"], handle);

    public void Post(string path, RequestDelegate handle, RequestLimit? limit = null) => Map(path, ["POST"], handle, limit);

    public void Map(string path, string[] methods, RequestDelegate handle, RequestLimit? limit = null) =>
        Serve(routes.Map, new(path) { Methods = methods, Told = Told(string.Join(", ", methods)), Handle = handle, Limit = limit });

    /// <summary>By this method alone: any other is looked for elsewhere.</summary>
    public void MapAlone(string path, string method, RequestDelegate handle) =>
        Serve(
            (at, serve) => routes.MapMethods(at, [method], serve),
            new(path) { Methods = [method], Told = Told(method), Handle = handle });

    /// <summary>Okta's, and not built yet: said to whatever method.</summary>
    public void NotBuilt(string path) => Serve(routes.Map, new(path) { Told = Told(AnyMethod), Handle = RefuseNotBuiltAsync });

    public void NothingAt(string path) =>
        Serve(routes.Map, new(path) { Told = Told(AnyMethod), Handle = context => SayAsync(context, new Trouble.NothingHere()) });

    /// <summary>Whatever no other endpoint has, but what is found for the request.</summary>
    public void NothingBut(string path, Func<HttpRequest, RequestDelegate?> find) => Serve(
        routes.Map,
        new(path)
        {
            Told = Told(AnyMethod),
            Handle = context => find(context.Request) is { } handle ? handle(context) : SayAsync(context, new Trouble.NothingHere()),
        });

    public Task RefuseNotBuiltAsync(HttpContext context)
    {
        var call = OktaHeaders.Name(context.Request);
        context.Response.Tell(OktaHeaders.Unsupported, call);
        return SayAsync(context, new Trouble.NotBuilt(call));
    }

    string Told(string methods) => Pages is null ? methods : methods + ", OPTIONS";

    void Serve(Func<string, RequestDelegate, IEndpointConventionBuilder> map, Served endpoint) =>
        map(endpoint.Path, context => ServeAsync(context, endpoint));

    Task ServeAsync(HttpContext context, Served endpoint)
    {
        var id = kit.Ids.Next();
        OktaHeaders.Write(context, id);
        if (kit.IsDraining && HttpProtocol.IsHttp11(context.Request.Protocol))
            // Whoever keeps the connection open would find it closed at a bad moment.
            context.Response.Headers.Connection = "close";
        return MindsTheOrg && kit.Watchers.AnyoneWatches ? WatchedAsync(context, id, endpoint) : AnswerAsync(context, endpoint);
    }

    async Task WatchedAsync(HttpContext context, string id, Served endpoint)
    {
        var request = kit.Watchers.Begin(context, id, endpoint.Path);
        try
        {
            await AnswerAsync(context, endpoint);
        }
        catch
        {
            // In the middle of an answer, where nothing can be said any more.
            request.Trouble ??= new Trouble.Unexpected();
            throw;
        }
        finally
        {
            kit.Watchers.End(request);
        }
    }

    async Task AnswerAsync(HttpContext context, Served endpoint)
    {
        try
        {
            if (await IsAdmittedAsync(context, endpoint))
                await endpoint.Handle(context);
        }
        catch (Refusal refusal)
        {
            await SayAsync(context, new Trouble.Refused(refusal));
        }
        catch (Exception unreadable) when (unreadable is BadHttpRequestException or InvalidDataException)
        {
            await SayAsync(context, new Trouble.Garbage());
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: nobody is left to answer.
        }
        catch (Exception away) when (Outage.Is(away) && !context.Response.HasStarted)
        {
            DatabaseAway(logger, away);
            await SayLaterAsync(context);
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            RequestFailed(logger, unexpected);
            await SayAsync(context, new Trouble.Unexpected());
        }
    }

    /// <summary>Whether there is more to do than has been done by then. On the org's own SQLite nothing of this waits.</summary>
    async ValueTask<bool> IsAdmittedAsync(HttpContext context, Served endpoint)
    {
        if (kit.IsClosed && MindsTheOrg)
        {
            await SayLaterAsync(context);
            return false;
        }

        Guard?.Invoke(context);
        if (Pages is { AsksTheOrg: false })
            await Pages.AllowAsync(context, endpoint.Told);
        if (MindsTheOrg)
            await CatchUpAsync(context);
        if (Pages is { AsksTheOrg: true })
            await Pages.AllowAsync(context, endpoint.Told);

        var isPreflight = Pages is not null && HttpMethods.IsOptions(context.Request.Method);
        if (!isPreflight && !endpoint.Takes(context.Request.Method))
        {
            context.Response.Headers.Allow = endpoint.Told;
            await SayAsync(context, new Trouble.MethodNotAllowed(endpoint.Told));
            return false;
        }

        if (endpoint.Limit is { } limit && !await kit.Limits.TryTakeAsync(context, limit))
        {
            await SayAsync(context, new Trouble.TooMany());
            return false;
        }

        if (isPreflight)
            Pages!.AnswerPreflight(context);
        return !isPreflight;
    }

    Task SayAsync(HttpContext context, Trouble trouble)
    {
        context.NoteTrouble(trouble);
        return Trouble(context, trouble);
    }

    Task SayLaterAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = Outage.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return SayAsync(context, new Trouble.DatabaseAway());
    }

    /// <summary>
    /// From here on a request is judged by what every process knew when it came. Where nobody but this process can write, that is so
    /// already.
    /// </summary>
    Task CatchUpAsync(HttpContext context)
    {
        var known = kit.Shared.RefreshAsync();
        return known.IsCompletedSuccessfully ? known : known.WaitAsync(context.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database cannot be used for now: a request was told to come back later")]
    static partial void DatabaseAway(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed unexpectedly")]
    static partial void RequestFailed(ILogger logger, Exception exception);

    /// <summary>An endpoint as it is served.</summary>
    sealed record Served(string Path)
    {
        /// <summary>None: any.</summary>
        public string[] Methods { get; init; } = [];

        /// <summary>As <c>Allow</c> tells them.</summary>
        public required string Told { get; init; }

        public required RequestDelegate Handle { get; init; }

        public RequestLimit? Limit { get; init; }

        public bool Takes(string method) => Methods.Length == 0 || Array.IndexOf(Methods, method) >= 0;
    }
}
