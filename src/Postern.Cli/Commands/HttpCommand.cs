using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern http</c>: one request to an API, with the right token.</summary>
static class HttpCommand
{
    const string Examples = """
        postern http GET https://api.example.com/me
        postern http POST https://api.example.com/orders --data '{"item":"lamp"}' --profile staging
        postern http GET https://api.example.com/me --dpop -v    # each request with its proof; the trace tells no secret
        postern http PUT https://api.example.com/photo --data @photo.png --header 'Content-Type: image/png'
        """;

    public static Command Create()
    {
        var method = new Argument<string?>("METHOD") { Description = "GET, POST …", Arity = ArgumentArity.ZeroOrOne };
        var url = new Argument<string?>("URL") { Description = "The API's address", Arity = ArgumentArity.ZeroOrOne };
        var data = new Option<string?>("--data", "-d")
        {
            HelpName = "TEXT|@FILE|-", Description = "What is sent: the text itself, a file's content, or standard input",
        };
        var headers = new Option<string[]>("--header", "-H")
        {
            HelpName = "'NAME: VALUE'",
            Description = "One more header; may be repeated",
        };
        var to = new Option<string?>("--to") { HelpName = "FILE", Description = "Write the answer's body to this file, byte for byte" };
        var idToken = new Option<bool>("--id-token") { Description = "Send the ID token instead of the access token" };
        headers.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.IndexOf(':') < 1))
                result.AddError("--header wants 'NAME: VALUE'.");
        });
        var command = new Verb("http", "Calls an API with a token, kept or new, and prints what it answers.") { Examples = Examples };
        command.Add(method);
        command.Add(url);
        command.AddAll(data, headers, to, idToken);
        var read = TokenCommand.AddFlags(command);
        command.Runs<HttpOptions>(
            parse => new(read(parse), parse.GetValue(method), parse.GetValue(url))
            {
                Data = parse.GetValue(data), Headers = parse.GetValue(headers) ?? [], To = parse.GetValue(to),
                SendsIdToken = parse.GetValue(idToken),
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(HttpOptions options, Terminal io, CancellationToken ct)
    {
        var call = await ApiCall.OfAsync(options, io, ct);
        if (call.Url is { Scheme: "http", IsLoopback: false })
            io.Warn($"{call.Url.GetLeftPart(UriPartial.Authority)} is not https: the token travels readable.");
        return await ProfileTokens.RunAsync(options.Tokens, io, (get, terminal) => AskAsync(options, call, get, terminal, ct), ct);
    }

    static async Task<int> AskAsync(
        HttpOptions options, ApiCall call, Func<Task<KeptTokens>> get, Terminal io, CancellationToken ct)
    {
        var began = io.Time.GetUtcNow();
        var tokens = await get();
        var answer = await call.SendAsync(tokens, options, io, ct);
        // A token that was kept may have been revoked since; one that has just been issued is refused for another reason.
        if (answer.Status is 401 && tokens.Kept.At < began)
        {
            await ForgottenTokens.ForgetAsync(tokens.Kept.Tokens.AccessToken ?? "", io, ct);
            answer = await call.SendAsync(await get(), options, io, ct);
        }

        return await answer.WriteAsync(options.To, io, ct);
    }
}

/// <summary>What <c>postern http</c> was asked for.</summary>
sealed record HttpOptions(TokenOptions Tokens, string? Method, string? Url)
{
    public string? Data { get; init; }
    public IReadOnlyList<string> Headers { get; init; } = [];
    public string? To { get; init; }
    public bool SendsIdToken { get; init; }

    public override string ToString() => "http";
}
