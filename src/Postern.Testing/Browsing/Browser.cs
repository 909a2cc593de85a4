using System.Net;
using AngleSharp.Html.Dom;

namespace Postern.Testing;

/// <summary>
/// What a browser does between an application and an org: keeps the cookies of each, follows redirects from one to the other, and submits
/// the form by which the org hands its answer over. Nothing else is reached.
/// </summary>
sealed class Browser(TestOrg org, Uri application) : DelegatingHandler
{
    const int MostSteps = 20;

    readonly CookieJar _cookies = new(org.Clock);
    readonly HttpMessageInvoker _org = new(org.CreateHandler());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var steps = 0; steps < MostSteps; steps++)
        {
            var response = await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
            if (await NextAsync(request, response, cancellationToken).ConfigureAwait(false) is not { } next)
                return response;

            request = next;
            response.Dispose();
        }

        throw new HttpRequestException($"There was no end to redirects; the last led to {WithoutQuery(request.RequestUri!)}.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _org.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>For messages: codes and states travel in queries.</summary>
    public static string WithoutQuery(Uri url) => url.GetLeftPart(UriPartial.Path);

    async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var url = request.RequestUri!;
        request.Headers.Remove("Cookie");
        if (_cookies.For(url) is { } cookies)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);

        var response = await AnswerAsync(request, url, ct).ConfigureAwait(false);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
            _cookies.Keep(url, set);
        response.RequestMessage = request;
        return response;
    }

    Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, Uri url, CancellationToken ct)
    {
        if (IsAt(url, new(org.Url)))
            return _org.SendAsync(request, ct);
        if (IsAt(url, application))
            return base.SendAsync(request, ct);

        throw new HttpRequestException(
            $"A browser would go to {WithoutQuery(url)} now, which is neither the application ({application}) nor the test org: nothing " +
            "was sent. See that the app's redirect URI is one of the application's, and that it is wired to the org.");
    }

    /// <summary>Where the answer leads by itself; null where a person would look at it.</summary>
    async Task<HttpRequestMessage?> NextAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken ct)
    {
        var url = request.RequestUri!;
        if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location)
            return Following(request, response, new(url, location));
        if (!IsAt(url, new(org.Url)) || response.Content.Headers.ContentType?.MediaType is not "text/html")
            return null;

        var page = PageForm.Parse(await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false));
        // OAuth 2.0 Form Post Response Mode: a script of the page submits it.
        return page.GetElementById("appForm") is IHtmlFormElement form ? PageForm.Submit(form, url) : null;
    }

    static bool IsAt(Uri url, Uri origin) => url.GetLeftPart(UriPartial.Authority) == origin.GetLeftPart(UriPartial.Authority);

    /// <summary>RFC 9110 section 15.4: a form that was sent is not sent again, unless the status asks for it.</summary>
    static HttpRequestMessage Following(HttpRequestMessage request, HttpResponseMessage response, Uri next)
    {
        var sendsAgain = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        var following = new HttpRequestMessage(sendsAgain || request.Method == HttpMethod.Head ? request.Method : HttpMethod.Get, next)
        {
            Content = sendsAgain ? request.Content : null,
        };
        foreach (var (name, values) in request.Headers)
            if (name is not ("Authorization" or "Cookie" or "Host"))
                following.Headers.TryAddWithoutValidation(name, values);
        return following;
    }
}
