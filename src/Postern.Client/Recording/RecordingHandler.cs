namespace Postern.Client;

/// <summary>
/// Keeps a run against an org as a cassette: what was asked and answered, without anything secret. Put it last before the handler that
/// sends. Written when it is disposed, with its <see cref="HttpClient"/>, or by <see cref="SaveAsync"/>; safe to share.
/// </summary>
public sealed class RecordingHandler : DelegatingHandler
{
    readonly string _path;
    readonly RecordingOptions _options;
    readonly List<SeenExchange> _seen = [];
    readonly Lazy<string> _key = new(PlaybackKeys.Make);
    bool _isSaved = true;

    /// <summary>Needs an inner handler, as <see cref="OktaClient.CreateHandler"/> makes one.</summary>
    /// <param name="path">The file to write, for its owner alone; one that is there is replaced.</param>
    /// <param name="options">Null: nothing of a person is kept.</param>
    public RecordingHandler(string path, RecordingOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        (_path, _options) = (path, options ?? new());
    }

    /// <summary>The same, before a handler that sends.</summary>
    /// <inheritdoc cref="RecordingHandler(string, RecordingOptions?)" path="/param"/>
    public RecordingHandler(string path, HttpMessageHandler inner, RecordingOptions? options = null)
        : this(path, options) => InnerHandler = inner;

    /// <summary>As it stands: what has been answered by now.</summary>
    public Cassette ToCassette() => Cassette.Parse(Text(), _path);

    /// <summary>Writes the file as it stands; later answers are in it the next time it is written.</summary>
    /// <exception cref="CassetteException">It cannot be written.</exception>
    public Task SaveAsync(CancellationToken ct = default) => Task.Run(Save, ct);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var exchange = new SeenExchange(await SeenRequest.OfAsync(request, cancellationToken).ConfigureAwait(false));
        // By when they were asked: answers overtake each other.
        lock (_seen)
            _seen.Add(exchange);

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var seen = await SeenResponse.OfAsync(response, _options, cancellationToken).ConfigureAwait(false);
        lock (_seen)
            (exchange.Response, _isSaved) = (seen, false);
        return response;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && !_isSaved)
            Save();
    }

    string Text()
    {
        lock (_seen)
            return CassetteWriter.Write([.. _seen.Where(exchange => exchange.Response is not null)], _options, _key);
    }

    void Save()
    {
        try
        {
            OwnerFile.Write(_path, Text());
            _isSaved = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CassetteException(
                $"The cassette {_path} cannot be written: {e.Message}", "See that its folder is there, and may be written to.", e);
        }
    }
}
