using System.CommandLine;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern verify</c>: whether a token is good for an audience, check by check.</summary>
static class VerifyCommand
{
    const string Examples = """
        postern token … | postern verify --audience api://default
        postern token … | postern verify --audience api://default --scopes orders:read
        postern token … | postern verify --token id
        postern verify --token env:ACCESS_TOKEN --issuer https://dev-1.okta.com/oauth2/default --audience api://default --output json
        """;

    public static Command Create()
    {
        var (token, client) = (new PresentedTokenFlags(Parameters.AccessToken), new ClientFlags());
        var audience = new Option<string?>("--audience")
        {
            HelpName = "AUD",
            Description = "Whom it must be meant for, e.g. api://default [default: an ID token's app, an access token's anybody]",
        };
        var scopes = new ScopeFlags("none are demanded");
        var nonce = new Option<string?>("--nonce") { HelpName = "NONCE", Description = "What an ID token must repeat" };
        var output = JsonOutput.OrText("one line for each check", "the checks, the header and the claims");
        var command = new Verb(
            "verify",
            "Fetches the authorization server's keys and says, check by check, whether a token is good. Exit code 9 where it is not.")
        {
            Examples = Examples,
        };
        command.AddAll(token, client);
        command.Add(audience);
        command.AddAll(scopes);
        command.AddAll(nonce, output);
        command.Runs<VerifyOptions>(
            parse => new()
            {
                Token = token.Read(parse),
                Client = client.Read(parse),
                Audience = parse.GetValue(audience),
                Scopes = scopes.Read(parse),
                Nonce = parse.GetValue(nonce),
                AsJson = parse.GetValue(output) is "json",
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(VerifyOptions options, Terminal io, CancellationToken ct)
    {
        var token = await options.Token.ReadAsync(io, new(io), ct);
        using var connection = options.Token.Connect(token, new() { ClientId = options.Client.Find(token) ?? "" }, io);
        var verification = await connection.Client.VerifyAsync(token.Value, Expectations(options, token), ct);
        if (options.AsJson)
            io.Write(VerificationOutput.Json(verification));
        else
            VerificationOutput.WriteFor(io, verification, options.Audience);

        return verification.Checks.FirstOrDefault(check => check.Verdict is Verdict.Failed) is { } failed
            ? throw Failed(verification, failed)
            : ExitCodes.Ok;
    }

    // Beside what is demanded, a token is held against what came with it.
    static TokenExpectations Expectations(VerifyOptions options, GivenToken token) => new()
    {
        Kind = token.Type switch
        {
            Parameters.IdToken => TokenKind.IdToken,
            Parameters.AccessToken => TokenKind.AccessToken,
            _ => null,
        },
        Audience = options.Audience,
        ClientId = options.Client.Find(token),
        Scopes = options.Scopes,
        Nonce = options.Nonce,
        KeyThumbprint = token.Type is Parameters.IdToken ? null : DPoPChoice.Of(token.Beside)?.Thumbprint,
        AccessToken = token.Type is Parameters.IdToken ? token.Beside.Text(Parameters.AccessToken) : null,
    };

    static TokenValidationException Failed(TokenVerification verification, TokenCheck check) =>
        new(VerificationOutput.Subject(verification).Replace(' ', '_'), check.Name, check.Explanation, check.Hint ?? "Get a new token.")
        {
            Expected = check.Expected,
            Actual = check.Actual,
        };
}

/// <summary>What <c>postern verify</c> was asked for.</summary>
sealed record VerifyOptions
{
    public required PresentedTokenChoice Token { get; init; }
    public required ClientChoice Client { get; init; }
    public string? Audience { get; init; }
    public IReadOnlyList<string> Scopes { get; init; } = [];
    public string? Nonce { get; init; }
    public bool AsJson { get; init; }
}
