using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Idx;

/// <summary>The table of <c>/idp/idx</c>: reads calls for the machine, and writes what comes of them (idx.md 3, 5).</summary>
sealed class IdxRoutes(
    SignInMachine machine, IdxWriter writer, IdxEnds ends, BrowserSession session, TrustedPages trusted, OrgStore store,
    OrgDirectory directory, OrgUrls urls, RateLimiter limits)
{
    const string Base = "/idp/idx/";

    static readonly RequestLimit Limit = new("idx", PerMinute: 1200);

    public void Map(RouteMap routes, SurfaceKit kit)
    {
        var surface = kit.Surface<IdxRoutes>(routes, IdxTrouble.WriteAsync, trusted);
        surface.Post(Base + "introspect", IntrospectAsync, Limit);
        surface.Post(Base + "cancel", CancelAsync, Limit);
        foreach (var (path, read) in IdxInputs.All)
            surface.Post(Base + path, context => StepAsync(context, path, read), Limit);
        surface.NotBuilt(Base + "{**rest}");
    }

    /// <summary>How it stands, as often as it is asked.</summary>
    async Task IntrospectAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        var token = request switch
        {
            { InteractionHandle: { } handle } => StateHandles.TokenOf(handle),
            { StateToken: { } stateToken } => StateHandles.TokenIn(stateToken),
            { StateHandle: { } handle } => StateHandles.TokenIn(handle),
            _ => throw IdxProblem.BadRequest(),
        };
        if (await IsWaitingAsync(context, token))
            return;

        await CheckRateAsync(token, context);
        await (await session.LiveAsync(context, context.RequestAborted) is { } live
            ? ResumeAsync(context, token, live)
            : TakeAsync(context, token, null, _ => new SignInInput.Look()));
    }

    /// <summary>Where the session is not enough for anything, it is as if there were none.</summary>
    async Task ResumeAsync(HttpContext context, string token, LiveSession live)
    {
        try
        {
            await TakeAsync(context, token, null, _ => new SignInInput.Resume(live.Authentication, CallerOf(context)));
        }
        catch (SignInRefusal refusal) when (refusal is not SignInRefusal.TransactionGone)
        {
            await TakeAsync(context, token, null, _ => new SignInInput.Look());
        }
    }

    /// <summary>Whether a fault script has it answered as Okta answers in its safe mode, and it has been.</summary>
    async ValueTask<bool> IsWaitingAsync(HttpContext context, string token)
    {
        if (Struck.Find(context) is not { IsInSafeMode: true })
            return false;

        await Ion.WriteAsync(context, writer.WriteWait(token, store.Time.GetUtcNow()), StatusCodes.Status200OK);
        return true;
    }

    async Task CheckRateAsync(string token, HttpContext context)
    {
        if (!await limits.TryTakeForTransactionAsync(token, context.RequestAborted))
            throw IdxProblem.TooMany();
    }

    static SignInCaller CallerOf(HttpContext context) => new()
    {
        Address = Forwarding.CallerOf(context)?.ToString(),
        Device = DeviceCookies.NameOf(context.Request),
        AutoPushUsers = DeviceCookies.AutoPushed(context.Request.Cookies),
    };

    static SignInCaller Of(Transaction transaction, SignInCaller caller) =>
        caller.Device is null && transaction.Interaction?.Device is { } told ? caller with { Device = told } : caller;

    async Task StepAsync(HttpContext context, string path, Func<IdxStep, SignInInput> read)
    {
        var request = await ReadAsync(context);
        var token = StateHandles.TokenIn(request.StateHandle ?? throw IdxProblem.SessionExpired());
        if (await IsWaitingAsync(context, token))
            return;

        var caller = CallerOf(context);
        await CheckRateAsync(token, context);
        try
        {
            await TakeAsync(context, token, request.Identifier, transaction => read(new(transaction, request, Of(transaction, caller))));
        }
        catch (SignInRefusal refusal)
        {
            context.NoteUser(refusal.UserId);
            context.NoteReason(refusal);
            await RefuseAsync(context, token, refusal, isFirst: path is "identify");
        }
    }

    /// <summary>Given up, and begun anew: a form that the client showed before can be shown again (idx.md 8).</summary>
    async Task CancelAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        var token = StateHandles.TokenIn(request.StateHandle ?? throw IdxProblem.SessionExpired());
        if (await IsWaitingAsync(context, token))
            return;

        await CheckRateAsync(token, context);
        await store.InOneWorkAsync(
            context.Origin,
            async work =>
            {
                var ended = await machine.TakeAsync(token, _ => new SignInInput.Cancel(), work, context.RequestAborted);
                var was = ((SignInOutcome.Cancelled)ended).Transaction;
                var begun = await machine.Interactions.BeginAsync(
                    StateHandles.NewToken(), was.Interaction!.IsActivation
                        ? ""
                        : was.AppId!, was.Interaction.Afresh(), work, context.RequestAborted);
                await AnswerAsync(context, begun, work);
            },
            context.RequestAborted);
    }

    /// <param name="context">The call's.</param>
    /// <param name="token">Of the transaction.</param>
    /// <param name="login">The user name that the call says; null: the one that was said before.</param>
    /// <param name="read">What the call does.</param>
    Task TakeAsync(HttpContext context, string token, string? login, Func<Transaction, SignInInput> read) => store.InOneWorkAsync(
        context.Origin,
        async work =>
        {
            // What a client does by itself, it does elsewhere.
            InteractionCall call = new(
                transaction =>
                    transaction.Interaction is { IsDirect: true } ? throw new SignInRefusal.TransactionGone() : read(transaction))
            {
                AdmitAsync = transaction => CheckUserAsync(login ?? transaction.Interaction?.Login, work, context.RequestAborted),
            };
            await AnswerAsync(context, await machine.TakeAsync(token, call, work, context.RequestAborted), work);
        },
        context.RequestAborted);

    async ValueTask CheckUserAsync(string? login, Work work, CancellationToken ct)
    {
        if (login is not null && !await limits.TryTakeForInteractionsOfAsync(login, work, ct))
            throw IdxProblem.TooMany();
    }

    async Task AnswerAsync(HttpContext context, SignInOutcome outcome, Work work)
    {
        context.NoteUser(outcome.UserId);
        context.NoteUser(outcome.User);
        switch (outcome)
        {
            case SignInOutcome.Pending pending:
                var end = pending.State is SignInState.Finished ? await ends.OfAsync(context, pending, work) : null;
                work.Answer(() =>
                {
                    if (pending.AutoPush is { } choice)
                        DeviceCookies.Keep(context, choice, urls);
                    DeviceCookies.Name(context, urls);
                    return Ion.WriteAsync(context, writer.Write(pending, problem: null, end), StatusCodes.Status200OK);
                });
                break;
            case SignInOutcome.Unlocked:
                work.Answer(() => Ion.WriteAsync(
                    context, IdxWriter.WriteEnd(null, IdxTrouble.Unlocked()), StatusCodes.Status200OK));
                break;
            case SignInOutcome.Ended ended:
                work.Answer(() => Ion.WriteAsync(
                    context, IdxWriter.WriteEnd(null, IdxTrouble.Of(ended.How)), StatusCodes.Status200OK));
                break;
            default:
                throw new InvalidOperationException($"An outcome that has no words yet: {outcome.GetType().Name}");
        }
    }

    /// <summary>Said beside how the transaction stands, unless nobody can go on from there.</summary>
    async Task RefuseAsync(HttpContext context, string token, SignInRefusal refusal, bool isFirst)
    {
        if (IdxProblems.Of(refusal) is { IsBare: true } bare)
            throw bare;

        SignInOutcome.Pending? current = null;
        await store.InOneWorkAsync(
            async work =>
            {
                var standing = await machine.TakeAsync(token, _ => new SignInInput.Look(), work, context.RequestAborted);
                current = standing as SignInOutcome.Pending;
                if (current is null)
                    await AnswerAsync(context, standing, work);
            },
            context.RequestAborted);
        if (current is null)
            return;

        var problem = IdxProblems.Of(refusal, isFirst, current.State.Transaction.Factor?.FactorType, current.State.AppName);
        if (refusal is SignInRefusal.SecurityKeysUnsupported)
            context.Response.Tell(OktaHeaders.Unsupported, "security keys (webauthn)");
        await Ion.WriteAsync(
            context,
            problem.IsTheEnd ? IdxWriter.WriteEnd(current, problem.Said()) : writer.Write(current, problem, end: null),
            problem.Status);
    }

    async Task<IdxRequest> ReadAsync(HttpContext context)
    {
        IdxMedia.Check(context.Request);
        return directory.Org.IsIdentityEngine
            ? await JsonBody.ReadAsync(context.Request, IdxJson.Default.IdxRequest, context.RequestAborted)
            : throw IdxProblem.OtherEngine();
    }
}
