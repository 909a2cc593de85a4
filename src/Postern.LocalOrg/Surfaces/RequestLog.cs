using System.Collections;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Surfaces;

/// <summary>One event of the org's log for each request, without secrets: no query, no body, no header, no path but the table's.</summary>
sealed class RequestLog(ILoggerFactory logs) : IRequestWatcher
{
    /// <summary>Told on <see cref="LocalOrgOptions.Logs"/>, for whoever wants these lines or does not.</summary>
    public const string Category = "Postern.LocalOrg.Requests";

    static readonly EventId Answered = new(1, "RequestAnswered");

    readonly ILogger _logger = logs.CreateLogger(Category);

    public bool IsWatching => _logger.IsEnabled(LogLevel.Information);

    public void Begin(SeenRequest request)
    {
        // It is told when it has been answered.
    }

    public void End(SeenRequest request)
    {
        if (!_logger.IsEnabled(LogLevel.Information))
            return;

        var line = new RequestLine(request);
        _logger.Log(LogLevel.Information, Answered, line, null, static (told, _) => told.ToString());
    }
}

/// <summary>The line that tells a request: a sentence for people, and its parts by name for programs.</summary>
sealed class RequestLine : IReadOnlyList<KeyValuePair<string, object?>>
{
    readonly List<KeyValuePair<string, object?>> _parts;

    public RequestLine(SeenRequest request)
    {
        _parts =
        [
            new("RequestId", request.Id), new("Method", Method(request.Http.Request.Method)), new("Endpoint", request.Endpoint),
            new("Status", request.Http.Response.StatusCode), new("DurationMs", Math.Round(request.Took.TotalMilliseconds, 1)),
            new("Outcome", request.OutcomeName),
        ];
        AddPresent("Error", request.Error);
        AddPresent("Reason", request.Reason);
        AddPresent("ClientId", request.ClientId);
        AddPresent("UserId", request.UserId);
    }

    public int Count => _parts.Count;

    public KeyValuePair<string, object?> this[int index] => _parts[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _parts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary><c>POST /oauth2/{authorizationServerId}/v1/token 400 refused in 3.2 ms error=invalid_grant … request=…</c></summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{_parts[1].Value} {_parts[2].Value} {_parts[3].Value} {_parts[5].Value} in {_parts[4].Value} ms");
        foreach (var (name, value) in _parts[6..])
            text.Append(CultureInfo.InvariantCulture, $" {Short(name)}={Quoted((string)value!)}");
        return text.Append(CultureInfo.InvariantCulture, $" request={_parts[0].Value}").ToString();
    }

    /// <summary>A method that HTTP does not know is anybody's word.</summary>
    public static string Method(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
            || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsPatch(method)
            ? method
            : "OTHER";

    static string Short(string name) => name switch
    {
        "ClientId" => "client",
        "UserId" => "user",
        _ => name.ToLowerInvariant(),
    };

    static string Quoted(string value) => value.Contains(' ', StringComparison.Ordinal) ? $"\"{value}\"" : value;

    void AddPresent(string name, string? value)
    {
        if (value is not null)
            _parts.Add(new(name, value));
    }
}
