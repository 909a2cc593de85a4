using System.CommandLine;
using System.Net.Http.Headers;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>The argument and the flags that say which call of an API is made.</summary>
sealed class ExamCallFlags : IFlags
{
    readonly Argument<string?> _url = new("URL")
    {
        Description = "An operation of the API that needs a token",
        Arity = ArgumentArity.ZeroOrOne,
    };
    readonly Option<string> _method = new("--method", "-X")
    {
        HelpName = "METHOD",
        Description = "Of HTTP",
        DefaultValueFactory = _ => "GET",
    };
    readonly Option<string?> _body = new("--body")
    {
        HelpName = "TEXT",
        Description = "What is sent with it; file:PATH and - read it [default: nothing]",
    };
    readonly Option<string> _type = new("--content-type")
    {
        HelpName = "TYPE",
        Description = "Of the body",
        DefaultValueFactory = _ => "application/json",
    };
    readonly Option<string[]> _headers = new("--header", "-H")
    {
        HelpName = "NAME: VALUE",
        Description = "Sent with it; a value may be env:NAME, and is a secret then. May be repeated",
        DefaultValueFactory = _ => [],
    };
    readonly Option<int> _goodStatus = FlagValues.Whole("--good-status", 0, 0, 599);

    public void AddTo(Command command)
    {
        (_goodStatus.HelpName, _goodStatus.Description) = ("STATUS", "What is answered to the good token; 0 is any success");
        command.Add(_url);
        command.AddAll(_method, _body, _type, _headers, _goodStatus);
    }

    public ExamCall Read(ParseResult parse, bool needsScopes) => new()
    {
        Url = parse.GetValue(_url) is { } url ? UrlOf(url) : null,
        Method = MethodOf(parse.GetRequiredValue(_method)),
        Body = parse.GetValue(_body),
        ContentType = MediaTypeHeaderValue.TryParse(parse.GetRequiredValue(_type), out var type)
            ? type.ToString()
            : throw new UsageException("--content-type wants a media type.", "It looks like application/json."),
        Headers = [.. (parse.GetValue(_headers) ?? []).Select(HeaderOf)],
        GoodStatus = parse.GetValue(_goodStatus) is > 0 and var status ? status : null,
        NeedsScopes = needsScopes,
    };

    static string UrlOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "", Fragment: "" }
            ? url.AbsoluteUri
            : throw new UsageException("URL is not a web address.", "It looks like http://localhost:5000/orders.");

    static string MethodOf(string text) => text.Length > 0 && text.All(char.IsAsciiLetter)
        ? text.ToUpperInvariant()
        : throw new UsageException("--method wants a method of HTTP.", "It looks like POST.");

    static KeyValuePair<string, string> HeaderOf(string text)
    {
        var (name, value) = text.Split(':', 2) is [var before, var after] ? (before.Trim(), after.Trim()) : ("", "");
        using var probe = new HttpRequestMessage();
        var isGood = value.Length > 0
            && (probe.Headers.TryAddWithoutValidation(name, value) || ExamCall.IsOfContent(name))
            && !name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
        return isGood
            ? new(name, value)
            : throw new UsageException(
                "--header wants NAME: VALUE, and no Authorization, which the exam sends.", "It looks like --header 'X-Tenant: one'.");
    }
}

/// <summary>Which call of the API is made.</summary>
sealed record ExamCall
{
    const string FromEnvironment = "env:";
    const string FromFile = "file:";
    const string FromInput = "-";

    /// <summary>Null: none was named.</summary>
    public string? Url { get; init; }
    public required string Method { get; init; }
    public string? Body { get; init; }
    public required string ContentType { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
    public int? GoodStatus { get; init; }
    public bool NeedsScopes { get; init; }

    /// <summary>Those that HTTP has beside the body, and the client keeps with it.</summary>
    public static bool IsOfContent(string name) => name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
        && name.All(letter => char.IsAsciiLetter(letter) || letter is '-');

    /// <summary>With what the body and the headers refer to.</summary>
    /// <exception cref="UsageException">There is no call, or what they refer to is not there.</exception>
    public async Task<ExamRequest> ReadAsync(Terminal io, CancellationToken ct)
    {
        var url = Url ?? throw new UsageException(
            "No API is named.", "Give the address of an operation that needs a token: postern exam http://localhost:5000/orders.");
        var secrets = new SecretReader(io);
        List<KeyValuePair<string, string>> headers = [];
        foreach (var (name, value) in Headers)
            headers.Add(
                new(
                    name,
                    value.StartsWith(FromEnvironment, StringComparison.Ordinal)
                        ? await secrets.ReadAsync(value, "--header", name, ct)
                        : value));
        return new()
        {
            Url = url, Method = Method, ContentType = ContentType, Headers = headers, GoodStatus = GoodStatus, NeedsScopes = NeedsScopes,
            Body = Body is FromInput || Body?.StartsWith(FromFile, StringComparison.Ordinal) is true
                ? await secrets.ReadAsync(Body, "--body", "Body", ct)
                : Body,
        };
    }

    public override string ToString() => $"{Method} {Url?.Split('?')[0]}";
}
