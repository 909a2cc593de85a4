using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Postern.Client;

namespace Postern.Cli;

/// <summary>One of the two orgs: where it is, and as whom it is asked.</summary>
sealed class ComparedOrg(HttpClient http, string url) : IDisposable
{
    public string Url => url;

    public HttpClient Http => http;

    public required ClientApp App { get; init; }

    /// <summary>Null where nobody is to be named.</summary>
    public string? Login { get; init; }

    /// <summary>Null where it is not known: it is never guessed.</summary>
    public string? Password { get; init; }

    /// <summary>To what the org asks for besides the password.</summary>
    public AuthnAnswers Answers { get; init; } = new();

    /// <summary>What the client that signs in goes by, besides the server and the app.</summary>
    public Func<OktaClientOptions, OktaClientOptions> Settings { get; init; } = options => options;

    public TimeSpan MaxWait { get; init; }

    /// <summary>As it answers, secrets and moments and all.</summary>
    public async Task<Answered> AskAsync(Probe probe, TimeProvider time, CancellationToken ct)
    {
        var answer = await SendAsync(probe, ct);
        if (answer.Status is 429 && answer.Wait is { } wait && wait <= MaxWait)
        {
            await Task.Delay(wait, time, ct);
            answer = await SendAsync(probe, ct);
        }

        return answer;
    }

    public OktaClient Client(string? server, TimeProvider time) => new(http, Settings(App.OptionsFor(new(url, server), time)));

    /// <summary>What a probe leaves open, as this org is asked.</summary>
    public string Filled(string text) => text
        .Replace("{client}", App.ClientId, StringComparison.Ordinal)
        .Replace("{redirect_uri}", App.RedirectUri, StringComparison.Ordinal)
        .Replace("{login}", Login, StringComparison.Ordinal);

    public void Dispose() => http.Dispose();

    async Task<Answered> SendAsync(Probe probe, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(probe.Method, url + probe.Path + QueryOf(probe));
        request.Headers.TryAddWithoutValidation("Accept", probe.IsForBrowser ? "text/html" : "application/json");
        if (probe.Authorization is { } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (probe.Json is { } json)
            request.Content = new StringContent(Filled(json), Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        else if (probe.Form is { } form)
            request.Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, Filled(pair.Value))));
        using var response = await http.SendAsync(request, ct);
        return await Answered.ReadAsync(response, ct);
    }

    string QueryOf(Probe probe) => probe.Query.Count == 0
        ? ""
        : "?" +
            string.Join('&', probe.Query.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(Filled(pair.Value))}"));
}

/// <summary>An answer as it came.</summary>
sealed record Answered(int Status, string? Type, string Body)
{
    public string? Location { get; init; }

    public string? Challenge { get; init; }

    /// <summary>Until a rate limit resets, where one was reached.</summary>
    public TimeSpan? Wait { get; init; }

    public static async Task<Answered> ReadAsync(HttpResponseMessage response, CancellationToken ct) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
        await ContentText.ReadAsync(response.Content, ct))
    {
        Location = response.Headers.Location?.OriginalString,
        Challenge = response.Headers.WwwAuthenticate.Count > 0 ? response.Headers.WwwAuthenticate.ToString() : null,
        Wait = response.StatusCode is HttpStatusCode.TooManyRequests ? WaitOf(response.Headers) : null,
    };

    public override string ToString() => $"{Status}";

    static TimeSpan WaitOf(HttpResponseHeaders headers) =>
        headers.TryGetValues("X-Rate-Limit-Reset", out var reset)
            && long.TryParse(reset.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && headers.Date is { } now
            && DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, 253402300799)) - now is var wait
            && wait > TimeSpan.FromSeconds(1)
            ? wait
            : TimeSpan.FromSeconds(1);
}
