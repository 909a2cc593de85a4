using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Postern.Client;

/// <summary>
/// Plays a cassette back: answers as the org did, without a network. Each answer is given once, in the order of the recording among those
/// that fit; tokens are signed anew, so that a client validates them as ever. One handler for each run; safe to share within it.
/// </summary>
public sealed class ReplayHandler : HttpMessageHandler
{
    static readonly ExchangeWriter AsAsked = new(new(new() { KeepsPersonalData = true }), (_, value, _) => value);

    readonly Lock _gate = new();
    readonly Cassette _cassette;
    readonly Playback _playback;
    readonly HashSet<PlayableExchange> _played = [];

    /// <summary>Begins at the cassette's beginning.</summary>
    /// <param name="cassette">May be played by any number of handlers.</param>
    /// <param name="time">
    /// What tokens are dated by; <see cref="OktaClientOptions.Time"/>, where a test has its own. Null: the system's.
    /// </param>
    public ReplayHandler(Cassette cassette, TimeProvider? time = null)
    {
        _cassette = cassette.Copy();
        _playback = new(_cassette, time ?? TimeProvider.System);
    }

    /// <summary>What was recorded and has not been asked for, as <c>3, POST https://…/v1/token</c>.</summary>
    public IReadOnlyList<string> Unplayed
    {
        get
        {
            lock (_gate)
                return [.. _cassette.Exchanges.Except(_played).Select(exchange => exchange.ToString())];
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seen = await SeenRequest.OfAsync(request, cancellationToken).ConfigureAwait(false);
        var asked = AsAsked.Request(seen);
        HttpResponseMessage response;
        lock (_gate)
            response = Play(Find(seen, asked));

        response.RequestMessage = request;
        return response;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _playback.Dispose();
    }

    PlayableExchange Find(SeenRequest seen, JsonObject asked)
    {
        var nearest = (Exchange: (PlayableExchange?)null, Likeness: -1, Difference: (string?)null);
        foreach (var exchange in _cassette.Exchanges.OrderBy(_played.Contains))
        {
            var known = _playback.Bindings.Copy();
            var matcher = new RequestMatcher(known);
            var fits = matcher.Matches(exchange.Request, asked);
            if (fits && (!_played.Contains(exchange) || exchange.IsLasting))
            {
                _playback.Bindings = known;
                _played.Add(exchange);
                return exchange;
            }

            if (matcher.Likeness > nearest.Likeness)
                nearest = (exchange, matcher.Likeness, matcher.Difference);
        }

        throw NotThere(seen, nearest.Exchange, nearest.Difference);
    }

    HttpResponseMessage Play(PlayableExchange exchange)
    {
        try
        {
            return ResponseOf(_playback.Fill(exchange.Response));
        }
        // JSON of another kind than a recording writes there, or a moment beyond all calendars: somebody has changed the file.
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or FormatException or ArgumentException)
        {
            throw new CassetteException(
                $"The answer of exchange {exchange} in {_cassette.Name} cannot be played: {e.Message.TrimEnd('.')}.",
                "Mend it there, or record it again, with RecordingHandler.",
                e);
        }
    }

    CassetteException NotThere(SeenRequest seen, PlayableExchange? nearest, string? difference)
    {
        var near = (nearest, difference) switch
        {
            (null, _) => "It is empty.",
            (_, null) => $"Exchange {nearest} has been played already: the run asks it more often than was recorded.",
            _ => $"The nearest is exchange {nearest}: {difference}.",
        };
        return new(
            $"{_cassette.Name} has no answer to {seen}. {near}",
            "Record the run again as it is now, with RecordingHandler; or have it ask what was recorded.");
    }

    static HttpResponseMessage ResponseOf(JsonObject answer)
    {
        var response = new HttpResponseMessage((HttpStatusCode)(answer["status"]?.GetValue<int>() ?? 200))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(BodyOf(answer))),
        };
        foreach (var (name, node) in answer["headers"] as JsonObject ?? [])
        {
            foreach (var value in node is JsonArray values ? values.AsEnumerable() : [node])
                AddHeader(response, name, value?.ToString() ?? "");
        }

        if (answer["location"] is { } location)
            response.Headers.TryAddWithoutValidation("Location", PlayedUrl.Of(location));
        return response;
    }

    static void AddHeader(HttpResponseMessage response, string name, string value)
    {
        if (!name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            response.Headers.TryAddWithoutValidation(name, value);
        else if (MediaTypeHeaderValue.TryParse(value, out var type))
            response.Content.Headers.ContentType = new(type.MediaType!, "utf-8"); // as it is written here, whatever it was
    }

    static string BodyOf(JsonObject answer) => answer switch
    {
        _ when answer.TryGetPropertyValue("json", out var json) => json?.ToJsonString() ?? "null",
        _ when answer["page"] is JsonObject page => RecordedPage.Write(page),
        _ when answer["form"] is { } form => PlayedUrl.Encoded(form),
        _ when answer["jwt"] is { } jwt => jwt.GetValue<string>(),
        _ => "",
    };
}
