using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Writes into a ledger what the answers of an org bring: tokens, wherever they stand, and the cookie of a session.</summary>
sealed class LedgerHandler(HttpMessageHandler sender, Ledger ledger, TimeProvider time) : DelegatingHandler(sender)
{
    const string TokenPath = "/v1/token";
    const string AuthorizePath = "/v1/authorize";

    // Classic's, and Identity Engine's.
    static readonly string[] SessionCookies = ["sid", "idx"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var response = await base.SendAsync(request, ct);
        if ((int)response.StatusCode >= 400)
            return response;

        foreach (var entry in await FoundAsync(request, response, ct))
            await ledger.AddAsync(entry, CancellationToken.None); // it is made, whoever has given up waiting
        return response;
    }

    async Task<List<LedgerEntry>> FoundAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken ct)
    {
        var url = request.RequestUri!;
        List<LedgerEntry?> found = [SessionIn(response, url)];
        if (url.AbsolutePath.EndsWith(AuthorizePath, StringComparison.Ordinal))
            found.Add(
                Tokens(url, AuthorizePath, HttpUtility.ParseQueryString(url.Query)[Parameters.ClientId], await FrontAsync(response, ct)));
        else if (url.AbsolutePath.EndsWith(TokenPath, StringComparison.Ordinal) && request.Content is { } form)
            found.Add(Tokens(url, TokenPath, ClientOf(request, await form.ReadAsStringAsync(ct)), await JsonAsync(response, ct)));
        return [.. found.OfType<LedgerEntry>()];
    }

    LedgerEntry? SessionIn(HttpResponseMessage response, Uri url)
    {
        var cookie = response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.Select(each => each.Split(';')[0].Trim())
                .FirstOrDefault(each => each.Split('=', 2) is [var name, { Length: > 2 }] && SessionCookies.Contains(name))
            : null;
        return cookie is null
            ? null
            : LedgerEntry.New(LedgerEntry.Session, time.GetUtcNow(), url.GetLeftPart(UriPartial.Authority)) with { Cookie = cookie };
    }

    LedgerEntry? Tokens(Uri url, string endpoint, string? clientId, JsonObject? answer)
    {
        if (answer is null || (answer.Text(Parameters.AccessToken) ?? answer.Text(Parameters.RefreshToken)) is null)
            return null;

        var now = time.GetUtcNow();
        return LedgerEntry.New(LedgerEntry.Tokens, now, IssuerOf(url, endpoint)) with
        {
            ClientId = clientId,
            AccessToken = answer.Text(Parameters.AccessToken),
            RefreshToken = answer.Text(Parameters.RefreshToken),
            ExpiresAt = SecondsIn(answer) is { } seconds ? now.AddSeconds(seconds) : null,
        };
    }

    // A number in JSON, and text in a fragment.
    static double? SecondsIn(JsonObject answer) =>
        answer[Parameters.ExpiresIn] is { } node
            && double.TryParse(node.ToPlainText(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : null;

    // https://org/oauth2/ID/v1/token is of https://org/oauth2/ID, and https://org/oauth2/v1/token of the org itself.
    static string IssuerOf(Uri url, string endpoint)
    {
        var issuer = url.GetLeftPart(UriPartial.Path)[..^endpoint.Length];
        return issuer.EndsWith("/oauth2", StringComparison.Ordinal) ? issuer[..^"/oauth2".Length] : issuer;
    }

    static string? ClientOf(HttpRequestMessage request, string form)
    {
        var pairs = HttpUtility.ParseQueryString(form);
        if (pairs[Parameters.ClientId] is { } named)
            return named;
        if (request.Headers.Authorization is { Scheme: "Basic", Parameter: { } encoded })
            return Uri.UnescapeDataString(Encoding.UTF8.GetString(Convert.FromBase64String(encoded)).Split(':')[0]);
        return pairs[Parameters.ClientAssertion] is { } assertion ? DecodedToken.Parse(assertion).Claims.Text(Claims.Subject) : null;
    }

    static async Task<JsonObject?> JsonAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return JsonNode.Parse(HalfCharacters.Mended(await TextAsync(response, ct))) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // In the fragment, or in the form that a page posts.
    static async Task<JsonObject?> FrontAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Headers.Location is { IsAbsoluteUri: true, Fragment: { Length: > 1 } fragment })
        {
            var pairs = HttpUtility.ParseQueryString(fragment[1..]);
            return new(pairs.AllKeys.OfType<string>().Select(name => KeyValuePair.Create<string, JsonNode?>(name, pairs[name])));
        }

        return response.Content.Headers.ContentType?.MediaType is "text/html" && await TextAsync(response, ct) is { Length: > 0 } html
            ? FieldsOf(html)
            : null;
    }

    static JsonObject? FieldsOf(string html)
    {
        if (Nesting.IsTooDeep(html))
            return null;

        var inputs = new HtmlParser().ParseDocument(html).QuerySelectorAll<IHtmlInputElement>("input[name]");
        return new(
            inputs.DistinctBy(input => input.Name).Select(input => KeyValuePair.Create<string, JsonNode?>(input.Name!, input.Value)));
    }

    // Buffered first, so that who asked can still read it.
    static async Task<string> TextAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await response.Content.LoadIntoBufferAsync(OrgControl.LongestAnswer, ct);
        return await ContentText.ReadAsync(response.Content, ct);
    }
}
