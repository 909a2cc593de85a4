using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Postern.Client;

namespace Postern.Testing;

/// <summary>A person who signs in: opens a page of the application's, and fills in whatever pages the org shows until it is back.</summary>
sealed class PageWalk(TestOrg org, HttpClient browser, string user, AuthnAnswers answers)
{
    /// <summary>Password, second factor sent and answered, consent, and the way back: no sign-in has more pages than this.</summary>
    const int MostPages = 12;

    readonly OwnSettings _settings = new(org, user, answers);

    bool _hasGivenPassword;

    public async Task SignInAsync(string path, CancellationToken ct)
    {
        var response = await browser.GetAsync(new Uri(path, UriKind.Relative), ct).ConfigureAwait(false);
        for (var pages = 0; pages < MostPages; pages++)
        {
            var url = response.RequestMessage!.RequestUri!;
            if (!IsOfOrg(url))
            {
                // What the application shows is the test's to read.
                response.Dispose();
                _settings.HaveTaken();
                See(pages > 0, $"'{path}' let the browser in without a sign-in: name a page that demands one.");
                See((int)response.StatusCode < 500, $"The application answered {(int)response.StatusCode} at {Browser.WithoutQuery(url)}.");
                return;
            }

            var page = await ReadAsync(response, ct).ConfigureAwait(false);
            response.Dispose();
            if (page.QuerySelector(".problem") is null)
                _settings.HaveTaken();

            using var form = await FillInAsync(page, url, ct).ConfigureAwait(false);
            response = await browser.SendAsync(form, ct).ConfigureAwait(false);
        }

        response.Dispose();
        throw new InvalidOperationException($"The sign-in of {user} came to no end: {MostPages} pages were filled in.");
    }

    async Task<HttpRequestMessage> FillInAsync(IHtmlDocument page, Uri url, CancellationToken ct)
    {
        if (page.QuerySelector("form[action='/login/login.htm']") is IHtmlFormElement password)
            return GivePassword(password, page, url);
        if (page.QuerySelector("form[action='/login/consent']") is IHtmlFormElement consent)
            return PageForm.Submit(consent, url, ("decision", "allow"));
        // Each sign-in has a browser of its own: there is nobody to stay signed in for.
        if (page.Forms.FirstOrDefault(form => form.Hidden("step") is "stay") is { } stay)
            return PageForm.Submit(stay, url, ("decision", "no"));
        if (page.QuerySelector(".problem") is null
            && (await AnswerFactorAsync(page, url, ct).ConfigureAwait(false)
                ?? await _settings.FillInAsync(page, url, ct).ConfigureAwait(false)) is { } filled)
            return filled;

        throw Stuck(page, url); // what was answered was not taken, and nor would it be again
    }

    HttpRequestMessage GivePassword(IHtmlFormElement form, IHtmlDocument page, Uri url)
    {
        if (_hasGivenPassword)
            throw Stuck(page, url);

        _hasGivenPassword = true;
        var of = org.SeedOf(user);
        return PageForm.Submit(form, url, ("username", of.Login), ("password", of.Password));
    }

    /// <summary>The first factor that a form can ask for and the kit can answer: one that was sent already, or one to send.</summary>
    async Task<HttpRequestMessage?> AnswerFactorAsync(IHtmlDocument page, Uri url, CancellationToken ct)
    {
        foreach (var form in page.Forms.Where(form => form.Hidden("step") is "verify"))
        {
            if (form.Hidden("factor_type") is "push")
                continue; // somebody would have to approve it
            if (form.QuerySelector("input[name=pass_code]") is null)
                return PageForm.Submit(form, url);
            if (await org.Factors.CodeAsync(user, form.Hidden("factor_type") ?? "", ct).ConfigureAwait(false) is { } code)
                return PageForm.Submit(form, url, ("pass_code", code));
        }

        return null;
    }

    InvalidOperationException Stuck(IHtmlDocument page, Uri url)
    {
        var said = page.QuerySelector(".problem") ?? page.QuerySelector(".error-content") ?? page.QuerySelector("h1");
        return new(
            $"The sign-in of {user} ended at {Browser.WithoutQuery(url)}, at the page '{page.Title}'" +
            $"{(said is null ? "" : $", which says: {Squeezed(said)}")}{OwnSettings.Wanted(page)}");
    }

    bool IsOfOrg(Uri url) => url.GetLeftPart(UriPartial.Authority) == new Uri(org.Url).GetLeftPart(UriPartial.Authority);

    static string Squeezed(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage response, CancellationToken ct) =>
        PageForm.Parse(await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false));

    static void See(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new InvalidOperationException(otherwise);
    }
}
