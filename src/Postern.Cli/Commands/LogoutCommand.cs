using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern logout</c>: asks the org to end a user's session, or prints where a browser does.</summary>
static class LogoutCommand
{
    const string Examples = """
        postern token … | postern logout --post-logout-redirect-uri http://localhost:8080/
        postern token … | postern logout --url      # open it where the session's cookie is
        postern logout --kept              # of the profile's user: session, refresh token, and all that is kept here
        """;

    public static Command Create()
    {
        var token = new PresentedTokenFlags(Parameters.IdToken);
        var redirectUri = new Option<string?>("--post-logout-redirect-uri")
        {
            HelpName = "URI",
            Description = "One of the app's sign-out redirect URIs, byte for byte [default: the org's own page]",
        };
        var state = new Option<string?>("--state") { HelpName = "TEXT", Description = "Comes back to that URI unchanged" };
        var url = new Option<bool>("--url")
        {
            Description = "Ask nothing: print the address that a browser signs out at; the ID token is in it",
        };
        var kept = new Option<bool>("--kept")
        {
            Description = "Sign out the user whose tokens are kept: revoke them, end the session, and forget them",
        };
        var output = JsonOutput.OrText("where the org sends a browser", "the same with what came of it");
        var command = new Verb(
            "logout", "Asks the org to sign a user out (OpenID Connect RP-Initiated Logout). Tokens live on: 'postern revoke' ends them.")
        {
            Examples = Examples,
        };
        command.AddAll(token);
        command.AddAll(redirectUri, state, url, kept, output);
        command.Runs<LogoutCommandOptions>(
            parse => new()
            {
                Token = token.Read(parse),
                RedirectUri = parse.GetValue(redirectUri),
                State = parse.GetValue(state),
                PrintsUrl = parse.GetValue(url),
                OfKept = parse.GetValue(kept),
                AsJson = parse.GetValue(output) is "json",
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(LogoutCommandOptions options, Terminal io, CancellationToken ct)
    {
        if (options.OfKept)
            return await KeptLogout.RunAsync(options, io, ct);

        var token = await options.Token.ReadAsync(io, new(io), ct);
        token.Require(Parameters.IdToken, "Signing out");
        using var connection = options.Token.Connect(token, new() { ClientId = token.ClientId ?? "" }, io);
        var request = new LogoutOptions { IdTokenHint = token.Value, PostLogoutRedirectUri = options.RedirectUri, State = options.State };
        if (options.PrintsUrl)
            return Write(io, options.AsJson, new() { ["url"] = await connection.Client.GetLogoutUrlAsync(request, ct) }, "url");

        var result = await connection.Client.LogoutAsync(request, ct);
        await ForgottenTokens.ForgetAsync(token.Value, io, ct);
        return Write(io, options.AsJson, Members(result), "location");
    }

    static JsonObject Members(LogoutResult result) => result switch
    {
        LogoutResult.Returned { Location: var location } => new() { ["result"] = "returned", ["location"] = location.AbsoluteUri },
        LogoutResult.SentElsewhere { Location: var location } =>
            new() { ["result"] = "sent_elsewhere", ["location"] = location.AbsoluteUri },
        LogoutResult.PageShown { Title: var title } => new() { ["result"] = "page_shown", ["title"] = title },
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    static int Write(Terminal io, bool asJson, JsonObject members, string told)
    {
        if (asJson)
            io.Write(members.ToText(JsonLayout.Indented));
        else if (members.Text(told) is { } address)
            io.Write(address);
        else
            io.Print($"The org shows a page: {members.Text("title") ?? "without a title"}");

        return ExitCodes.Ok;
    }
}

/// <summary>What <c>postern logout</c> was asked for.</summary>
sealed record LogoutCommandOptions
{
    public required PresentedTokenChoice Token { get; init; }
    public string? RedirectUri { get; init; }
    public string? State { get; init; }
    public bool PrintsUrl { get; init; }
    public bool OfKept { get; init; }
    public bool AsJson { get; init; }
}
