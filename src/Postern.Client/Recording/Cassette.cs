using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Client;

/// <summary>What an org was asked and answered in one run, as <see cref="RecordingHandler"/> kept it. Immutable; holds no secret.</summary>
public sealed class Cassette
{
    internal const string Format = "postern-cassette/1";

    const string RecordAgain = "Record it again, with RecordingHandler.";

    readonly string _json;
    readonly IReadOnlyList<PlayableExchange> _exchanges;

    Cassette(string name, string json, JsonObject root)
    {
        (Name, _json) = (name, json);
        _exchanges = root["exchanges"] is JsonArray exchanges
            ? [.. exchanges.Select(PlayableExchange.Of)]
            : throw new FormatException("it has no exchanges");
        Tokens = root["tokens"] as JsonObject ?? [];
        PlaybackKey = root["playback_key"]?.GetValue<string>();
    }

    /// <summary>Where it was read from.</summary>
    public string Name { get; }

    /// <summary>How many answers it has.</summary>
    public int Count => _exchanges.Count;

    /// <summary>
    /// Of the authorization server that was asked; the org alone where none said what it is, null where nothing was asked.
    /// </summary>
    public string? Issuer => _exchanges.Select(exchange => exchange.Issuer).FirstOrDefault(issuer => issuer is not null)
        ?? _exchanges.Select(exchange => exchange.Origin).FirstOrDefault();

    /// <summary>The app that asked; null where none did.</summary>
    public string? ClientId =>
        Parameter("client_id") ?? _exchanges.Select(exchange => exchange.BasicUser).FirstOrDefault(user => user is not null);

    /// <summary>Where the app was answered; null where no request says it.</summary>
    public string? RedirectUri => Parameter("redirect_uri");

    /// <summary>Who signed in, where that was kept, else a pseudonym; null where nobody did.</summary>
    public string? Username => _exchanges.Select(exchange => exchange.Username).FirstOrDefault(user => user is not null);

    /// <summary>Whether the app proved itself by a secret in a header: a replay wants some secret there too, and any will do.</summary>
    public bool HasBasicSecret => _exchanges.Any(exchange => exchange.BasicUser is not null);

    internal IReadOnlyList<PlayableExchange> Exchanges => _exchanges;

    internal JsonObject Tokens { get; }

    internal string? PlaybackKey { get; }

    /// <exception cref="CassetteException">It cannot be read, or is no cassette.</exception>
    public static Cassette Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
            throw new CassetteException($"The cassette {path} cannot be read: it is a folder.", "Name the file in it.");

        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CassetteException($"The cassette {path} cannot be read: {e.Message}", "Check the path and its permissions.", e);
        }
    }

    /// <summary>The text of such a file.</summary>
    /// <param name="json">As a recording wrote it, or a person has changed it since.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="CassetteException">It is no cassette.</exception>
    public static Cassette Parse(string json, string name = "the cassette")
    {
        try
        {
            // Strict: of what stands there twice nobody knows which is meant, and it would come up in the middle of a run.
            var root = JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new FormatException("it is no JSON object");
            return root["format"]?.GetValue<string>() is var format && format == Format
                ? new(name, json, root)
                : throw new FormatException($"its format is {format ?? "none"}, not {Format}");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new CassetteException($"{name} is no cassette: {e.Message.TrimEnd('.')}.", RecordAgain, e);
        }
    }

    /// <summary>For one player: nodes of JSON may not be read by several at once.</summary>
    internal Cassette Copy() => Parse(_json, Name);

    /// <summary>Where it came from, and how much is in it.</summary>
    public override string ToString() => $"{Name} ({Count} answers)";

    string? Parameter(string name) =>
        _exchanges.Select(exchange => exchange.Parameter(name)).FirstOrDefault(value => value is { Length: > 0 });
}
