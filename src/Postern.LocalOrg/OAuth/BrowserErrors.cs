using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Pages;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.OAuth;

/// <summary>Tells what goes wrong while a browser is answered: to the client once it is known where that wants its answers, before that on a page (oidc.md 6).</summary>
sealed partial class BrowserErrors(Organization org, ILogger logger)
{
    public async Task AnswerAsync(HttpContext context, Func<Asker, Task> answer)
    {
        Asker asker = new();
        try
        {
            await context.CatchUpAsync();
            await answer(asker);
        }
        catch (OAuthError error)
        {
            await WriteAsync(context, asker, error, StatusCodes.Status400BadRequest);
        }
        catch (Exception away) when (Outage.IsTold(context, away, logger))
        {
            await WriteAsync(context, asker, OAuthError.TemporarilyUnavailable(), StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception unexpected) when (IsOurFault(context, unexpected))
        {
            RequestFailed(logger, unexpected);
            await WriteAsync(context, asker, OAuthError.Unexpected(), StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>RFC 6749 section 4.1.2.1: a redirect cannot carry a status of 500 or 503, and so both have a code there.</summary>
    Task WriteAsync(HttpContext context, Asker asker, OAuthError error, int pageStatus) => asker.Target is { } target
        ? AuthorizeAnswer.WriteAsync(context, target, error)
        : ErrorPage.WriteAsync(context, org.Name, error.Error, error.Description, pageStatus);

    static bool IsOurFault(HttpContext context, Exception failure) =>
        !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && failure is not (BadHttpRequestException or InvalidDataException);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request of a browser failed unexpectedly")]
    static partial void RequestFailed(ILogger logger, Exception exception);
}

/// <summary>Who asks, as far as it is known yet.</summary>
sealed class Asker
{
    /// <summary>Null until client and redirect URI have been checked.</summary>
    public AuthorizeTarget? Target { get; set; }
}
