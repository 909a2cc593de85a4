using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Postern.Interop.Tests.OidcProvider;

/// <summary>A person with a browser, in plain HTTP: cookies, redirects, and forms that are filled in and sent.</summary>
sealed class Browser : IDisposable
{
    const int MostSteps = 20;

    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() });

    public string Login { get; init; } = "ada@example.com";

    public string Password { get; init; } = "Correct-Horse-9";

    /// <summary>Goes on until the browser is sent to the app, or a page wants nothing more; null is such a page.</summary>
    public async Task<Uri?> VisitAsync(string url, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        for (var steps = 0; steps < MostSteps; steps++)
        {
            using var response = await _http.SendAsync(request, ct);
            var at = request.RequestUri!;
            if (response.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther)
            {
                var location = new Uri(at, response.Headers.Location!);
                if (location.Host == "app.example.com")
                    return location;
                request = new(HttpMethod.Get, location);
                continue;
            }

            var page = await response.Content.ReadAsStringAsync(ct);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, page);
            var document = await new HtmlParser().ParseDocumentAsync(page, ct);
            if (document.Forms is not { Length: 1 } forms || forms[0].QuerySelector("input[name=user_code]:not([type=hidden])") is not null)
                return null;

            request = new(HttpMethod.Post, new Uri(at, forms[0].GetAttribute("action")))
            {
                Content = new FormUrlEncodedContent(Filled(forms[0])),
            };
        }

        throw new InvalidOperationException($"The provider led round in circles, last to {request.RequestUri}.");
    }

    public void Dispose() => _http.Dispose();

    Dictionary<string, string> Filled(IHtmlFormElement form)
    {
        var fields = form.QuerySelectorAll("input[name]")
            .ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "");
        var known = new Dictionary<string, string> { ["login"] = Login, ["password"] = Password };
        foreach (var (name, value) in known.Where(field => fields.ContainsKey(field.Key)))
            fields[name] = value;
        if (form.Id == "op.logoutForm")
            fields["logout"] = "yes"; // its button says so
        return fields;
    }
}
