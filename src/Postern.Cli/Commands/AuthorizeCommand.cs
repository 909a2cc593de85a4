using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern authorize</c>: the technique's second step, a session token for a code or tokens.</summary>
static class AuthorizeCommand
{
    const string Examples = """
        postern authn … | postern authorize --client-id 0oa1abcdEFGHijkl2345 --redirect-uri http://localhost:8080/callback
        postern authorize --session-token env:SESSION_TOKEN --org https://dev-1.okta.com --client-id … --redirect-uri …
        postern authorize - --response-type "code id_token" --response-mode form_post … < authn.json
        postern authn … | postern authorize … --dpop | postern exchange     # the code is bound to the key from here on
        postern authn … | postern authorize … --par --client-secret env:CLIENT_SECRET     # a pushed request is proven by its app
        """;

    public static Command Create()
    {
        var input = new StepInput("--session-token", "What 'postern authn' printed, or a bare session token");
        var (org, app, authorize) = (new OrgFlags(), new ProvenAppFlags(), new AuthorizeFlags());
        var (http, output) = (new HttpFlags(), StepOutput.Option());
        var command = new Verb("authorize", "Step 2: spends a session token on one authorization request, gets a code or tokens.")
        {
            Examples = Examples,
        };
        command.AddAll(input, org, app, authorize, http);
        command.Add(output);
        command.Runs<AuthorizeCommandOptions>(
            parse => new()
            {
                Input = input.Read(parse),
                Org = org.Read(parse),
                App = app.Read(parse),
                Authorize = authorize.Read(parse),
                Http = http.Read(parse),
                Format = parse.GetRequiredValue(output),
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(AuthorizeCommandOptions options, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        var authenticated = Authenticated.Parse(await options.Input.ReadAsync(io, secrets, ct));
        var address = authenticated.Address(options.Org, io);
        options.Authorize.RemarkOnBinding(options.App.DPoP, io);
        var app = await options.App.ResolveAsync(io, secrets, ct);

        using var connection = options.Http.Connect(address, app.OptionsFor(address, io), io);
        var request = options.Authorize.ToOptions() with { ExpectedUserId = authenticated.UserId };
        var response = await connection.Client.SessionTokenFlow.AuthorizeAsync(authenticated.SessionToken, request, ct);
        if (options is { Format: "raw", App.DPoP: { Binds: true, KeyReference: null } })
            io.Warn("The code is bound to a key and worth nothing without it: give one that is kept with --dpop-key, or print json.");

        return StepOutput.Write(io, options.Format, AuthorizeJson.Write(response, app), "code");
    }
}

/// <summary>What <c>postern authorize</c> was asked for.</summary>
sealed record AuthorizeCommandOptions
{
    public required StepReference Input { get; init; }
    public required OrgChoice Org { get; init; }
    public required ProvenAppChoice App { get; init; }
    public required AuthorizeChoice Authorize { get; init; }
    public required HttpChoice Http { get; init; }
    public required string Format { get; init; }
}

/// <summary>What the first step printed, or the bare session token.</summary>
sealed record Authenticated(string SessionToken, string? UserId, string? Org)
{
    const string Input = "The input";

    public static Authenticated Parse(string text)
    {
        if (!text.TrimStart().StartsWith('{'))
            return new(text.Trim(), null, null);

        var json = JsonInput.Parse(text, Input);
        return new(JsonInput.Require(json, "session_token", Input), json.Text("user_id"), json.Text("org"));
    }

    // The org of the first step, unless flags name one: a session token is worth nothing elsewhere.
    public ServerAddress Address(OrgChoice choice, Terminal io)
    {
        if (Org is null || choice.Org is not null || choice.Issuer is not null)
            return choice.Require(io);

        return choice.Resolve(io) is { } address && address.OrgUrl == Org ? address : (choice with { Org = Org }).Require(io);
    }

    public override string ToString() => UserId ?? "somebody";
}
