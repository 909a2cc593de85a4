using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Failing;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Puts an endpoint at a path, which is written as ASP.NET Core's routing has it.</summary>
delegate void RouteMap(string path, RequestDelegate answer);

/// <summary>
/// One family of endpoints: what all of them do with a request before and after their own part. Who may read the answer, which methods
/// there are, how many
/// requests, and whatever goes wrong; the families differ in what they are made of.
/// </summary>
sealed partial class Surface(RouteMap routes, SurfaceKit kit, ILogger logger)
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

    /// <summary>What goes wrong on purpose. Default: nothing ever does.</summary>
    public FaultStage? Faults { get; init; }

    public void Get(string path, RequestDelegate handle) => Map(path, ["GET"], handle);

    public void Post(string path, RequestDelegate handle, RequestLimit? limit = null) => Map(path, ["POST"], handle, limit);

    public void Map(string path, string[] methods, RequestDelegate handle, RequestLimit? limit = null) =>
        Serve(new(path) { Methods = methods, Told = Told(string.Join(", ", methods)), Handle = handle, Limit = limit });

    /// <summary>Each method its own way; of the others those that Okta has are not built.</summary>
    public void Map(
        string path, IReadOnlyDictionary<string, RequestDelegate> byMethod, RequestLimit limit, Predicate<string> isOktas) => Serve(
        new(path)
        {
            Methods = [.. byMethod.Keys], Told = Told(string.Join(", ", byMethod.Keys)), Limit = limit, IsOktas = isOktas,
            Handle = context => byMethod[context.Request.Method](context),
        });

    /// <summary>Okta's, and not built yet: said to whatever method.</summary>
    public void NotBuilt(string path) => Serve(new(path) { Told = Told(AnyMethod), Handle = RefuseNotBuiltAsync });

    /// <summary>Okta's, and not built yet; of a path that Okta has for other methods alone, that is said.</summary>
    public void NotBuilt(string path, Func<HttpRequest, IReadOnlyList<string>> methodsOf) => Serve(
        new(path)
        {
            Told = Told(AnyMethod),
            Handle = context => methodsOf(context.Request) is { Count: > 0 } methods && !methods.Contains(context.Request.Method)
                ? RefuseMethodAsync(context, Told(string.Join(", ", methods)))
                : RefuseNotBuiltAsync(context),
        });

    public void NothingAt(string path) =>
        Serve(new(path) { Told = Told(AnyMethod), Handle = context => SayAsync(context, new Trouble.NothingHere()) });

    /// <summary>Whatever no other endpoint has, but what is found for the request.</summary>
    public void NothingBut(string path, Func<HttpRequest, RequestDelegate?> find) => Serve(
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

    void Serve(Served endpoint)
    {
        if (Faults is not null)
            foreach (var method in endpoint.Methods)
                kit.Endpoints.Add($"{method} {endpoint.Path}");
        routes(endpoint.Path, context => ServeAsync(context, endpoint));
    }

    Task ServeAsync(HttpContext context, Served endpoint)
    {
        var id = kit.Ids.Next();
        OktaHeaders.Write(context, id);
        if (kit.IsDraining && HttpProtocol.IsHttp11(context.Request.Protocol))
            // Whoever keeps the connection open would find it closed at a bad moment.
            context.Response.Headers.Connection = "close";
        return MindsTheOrg && kit.Watchers.AnyoneWatches
            ? WatchedAsync(context, id, endpoint, AnswerWatchedAsync)
            : AnswerAsync(context, endpoint, isWatched: false);
    }

    async Task WatchedAsync(HttpContext context, string id, Served endpoint, Func<HttpContext, Served, Task> answer)
    {
        var request = kit.Watchers.Begin(context, id, endpoint.Path);
        try
        {
            await answer(context, endpoint);
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

    Task AnswerWatchedAsync(HttpContext context, Served endpoint) => AnswerAsync(context, endpoint, isWatched: true);

    async Task AnswerAsync(HttpContext context, Served endpoint, bool isWatched)
    {
        try
        {
            if (!await IsAdmittedAsync(context, endpoint))
                return;
            // In another process somebody may have begun to watch, which is known only now.
            if (!isWatched && MindsTheOrg && kit.Watchers.AnyoneWatches)
                await WatchedAsync(context, OktaHeaders.RequestIdOf(context), endpoint, ActAsync);
            else
                await ActAsync(context, endpoint);
        }
        catch (Exception wrong)
        {
            if (!await IsToldAsync(context, wrong))
                throw;
        }
    }

    Task ActAsync(HttpContext context, Served endpoint) => Faults is { } faults && faults.At(context) is { Length: > 0 } onDuty
        ? ServeFaultilyAsync(faults, onDuty, context, endpoint)
        : endpoint.Handle(context);

    async Task ServeFaultilyAsync(FaultStage faults, FaultOnDuty[] onDuty, HttpContext context, Served endpoint)
    {
        var striking = await faults.StrikingAsync(onDuty, context);
        await (striking.Count == 0
            ? endpoint.Handle(context)
            : StrikeAsync(faults, striking, context, endpoint));
    }

    Task StrikeAsync(FaultStage faults, IReadOnlyList<FaultScript> striking, HttpContext context, Served endpoint) =>
        faults.StrikeAsync(striking, context, () => HandleAsync(context, endpoint), SayAsync);

    async Task HandleAsync(HttpContext context, Served endpoint)
    {
        try
        {
            await endpoint.Handle(context);
        }
        catch (Exception wrong)
        {
            if (!await IsToldAsync(context, wrong))
                throw;
        }
    }

    /// <summary>Whatever goes wrong is told in the surface's own way. False where the answer has begun, and nothing can be told.</summary>
    async ValueTask<bool> IsToldAsync(HttpContext context, Exception wrong)
    {
        switch (wrong)
        {
            case Refusal refusal:
                await SayAsync(context, new Trouble.Refused(refusal));
                return true;
            case BadHttpRequestException or InvalidDataException:
                await SayAsync(context, new Trouble.Garbage());
                return true;
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                // The caller has gone: nobody is left to answer.
                return true;
            case var _ when context.Response.HasStarted:
                return false;
            case var away when Outage.Is(away):
                DatabaseAway(logger, away);
                await SayLaterAsync(context);
                return true;
            default:
                RequestFailed(logger, wrong);
                await SayAsync(context, new Trouble.Unexpected());
                return true;
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
            if (endpoint.IsOktas(context.Request.Method))
            {
                await RefuseNotBuiltAsync(context);
                return false;
            }

            await RefuseMethodAsync(context, endpoint.Told);
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

    Task RefuseMethodAsync(HttpContext context, string told)
    {
        context.Response.Headers.Allow = told;
        return SayAsync(context, new Trouble.MethodNotAllowed(told));
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

        /// <summary>Of a method that is not among <see cref="Methods"/>, whether Okta has it all the same.</summary>
        public Predicate<string> IsOktas { get; init; } = _ => false;

        public bool Takes(string method) => Methods.Length == 0 || Array.IndexOf(Methods, method) >= 0;
    }
}
