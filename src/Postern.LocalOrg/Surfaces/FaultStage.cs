using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Failing;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Does to a request and its answer what the fault scripts say.</summary>
sealed class FaultStage(FaultScripts scripts, RequestParties parties, RequestLimits limits, SigningKeys keys, TimeProvider time)
{
    static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(2);

    /// <summary>The scripts about such requests. Where there is none, this is all that one notices.</summary>
    public FaultOnDuty[] At(HttpContext context) => scripts.OnDuty.At(context.Request.Path.Value ?? "");

    /// <summary>Answers as the scripts want it.</summary>
    /// <param name="striking">Some, as <see cref="StrikingAsync"/> found them.</param>
    /// <param name="context">The request.</param>
    /// <param name="answer">Its answer, refusals and all.</param>
    /// <param name="trouble">How its surface says what went wrong.</param>
    public async Task StrikeAsync(
        IReadOnlyList<FaultScript> striking, HttpContext context, Func<Task> answer, TroubleWriter trouble)
    {
        await PrepareAsync(context, striking);
        if (striking.Any(script => script.Fault is FaultKind.ConnectionReset))
            Reset(context);
        else if (striking.FirstOrDefault(script => script.Fault is FaultKind.Status or FaultKind.RateLimited) is { } refusing)
            await RefuseAsync(context, refusing, trouble);
        else if (striking.FirstOrDefault(Spoils) is { } spoiling)
            await SpoilAsync(context, spoiling.Fault, answer);
        else
            await answer();
    }

    static bool Spoils(FaultScript script) => script.Fault is FaultKind.AnswerLost or FaultKind.HalfBody or FaultKind.MalformedJson;

    /// <summary>Those that strike a request, which has been counted. Nothing is made for those that are not struck.</summary>
    /// <param name="onDuty">Some, as <see cref="At"/> found them.</param>
    /// <param name="context">The request.</param>
    public async ValueTask<IReadOnlyList<FaultScript>> StrikingAsync(FaultOnDuty[] onDuty, HttpContext context)
    {
        List<FaultScript>? striking = null;
        string? clientId = null, login = null;
        foreach (var fault in onDuty)
        {
            if (!fault.IsForMethod(context.Request.Method))
                continue;
            // Found out once, and only where a script wants to know it. Empty: nobody's.
            if (fault.Script.ClientId is not null && !fault.IsForClient(clientId ??= await RequestParties.ClientOfAsync(context) ?? ""))
                continue;
            if (fault.Script.User is not null && !fault.IsForUser(login ??= await parties.UserOfAsync(context) ?? ""))
                continue;
            if (await fault.StrikesAsync(context.RequestAborted))
                (striking ??= []).Add(fault.Script);
        }

        return striking ?? (IReadOnlyList<FaultScript>)[];
    }

    /// <summary>What happens before the request is looked at, and what its endpoint has to know.</summary>
    async Task PrepareAsync(HttpContext context, IReadOnlyList<FaultScript> striking)
    {
        var struck = new Struck();
        context.Features.Set(struck);
        context.NoteFaults(struck.Ids);
        foreach (var script in striking)
        {
            struck.Ids.Add(script.Id!);
            if (script is { Fault: FaultKind.Latency, Seconds: { } late })
                await Task.Delay(TimeSpan.FromSeconds(late), time, context.RequestAborted);
            else if (script is { Fault: FaultKind.ClockSkew, Seconds: { } ahead })
                struck.SkewSeconds += (long)ahead;
            else if (script.Fault is FaultKind.StaleKeys)
                struck.SeesStaleKeys = true;
            else if (script.Fault is FaultKind.SafeMode)
                struck.IsInSafeMode = true;
            else if (script.Fault is FaultKind.KeyRotation)
                await keys.RotateAsync(RequestedServers.IdIn(context));
        }
    }

    async Task RefuseAsync(HttpContext context, FaultScript script, TroubleWriter trouble)
    {
        var response = context.Response;
        if (script.Fault is FaultKind.RateLimited)
        {
            limits.TellUsedUp(response);
            await trouble(context, new Trouble.TooMany());
            return;
        }

        if (script.Body is null && script.Status >= 400)
        {
            // In the shape of the surface, whatever status that would have chosen; nor does a redirect stay one.
            context.NoteStatus(script.Status.Value);
            response.OnStarting(() =>
            {
                response.StatusCode = script.Status.Value;
                response.Headers.Remove("Location");
                return Task.CompletedTask;
            });
            await trouble(context, script.Status is 503 ? new Trouble.DatabaseAway() : new Trouble.Unexpected());
            return;
        }

        response.StatusCode = script.Status!.Value;
        if (script.Body is not { Length: > 0 } body || response.StatusCode is 204 or 205 or 304)
            return;
        var bytes = Encoding.UTF8.GetBytes(body);
        (response.ContentType, response.ContentLength) = (script.ContentType ?? "application/json", bytes.Length);
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>The answer is made in full first, and then less of it leaves.</summary>
    static async Task SpoilAsync(HttpContext context, FaultKind how, Func<Task> answer)
    {
        var response = context.Response;
        var (way, made) = (response.Body, new MemoryStream());
        response.Body = made;
        try
        {
            await answer();
        }
        finally
        {
            response.Body = way;
        }

        var whole = made.GetBuffer().AsMemory(0, (int)made.Length);
        if (how is FaultKind.AnswerLost)
        {
            Reset(context);
        }
        else if (how is FaultKind.HalfBody && whole.Length > 1)
        {
            response.ContentLength = whole.Length;
            await way.WriteAsync(whole[..(whole.Length / 2)], context.RequestAborted);
            await way.FlushAsync(context.RequestAborted);
            await HangUpAsync(context);
        }
        else
        {
            var isSpoilt = how is FaultKind.MalformedJson
                && whole.Length > 0
                && response.ContentType?.Contains("json", StringComparison.Ordinal) is true;
            var sent = isSpoilt ? whole[..^1] : whole;
            if (response.ContentLength is not null)
                response.ContentLength = sent.Length;
            await way.WriteAsync(sent, context.RequestAborted);
        }
    }

    /// <summary>
    /// At once and without a farewell, where the connection is a socket of ours; an application that mounts the org aborts it in its own
    /// way.
    /// </summary>
    static void Reset(HttpContext context)
    {
        context.Features.Get<IConnectionSocketFeature>()?.Socket.Close(timeout: 0);
        context.Abort();
    }

    /// <summary>
    /// With a farewell, so that what has left arrives: a reset could overtake it. Whoever hears it hangs up as well. A stream among others
    /// of one connection is ended by itself.
    /// </summary>
    static async Task HangUpAsync(HttpContext context)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol)
            && context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.Shutdown(SocketShutdown.Send);
            await Task.Delay(FarewellPatience, TimeProvider.System, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        context.Abort();
    }
}
