using System.CommandLine;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern introspect</c>: what a token is worth now, by the authorization server itself.</summary>
static class IntrospectCommand
{
    const string Examples = """
        postern token … | postern introspect
        postern token … | postern introspect --token refresh
        postern introspect --token env:ACCESS_TOKEN --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345 --client-secret env:CLIENT_SECRET
        postern introspect file:tokens.json | jq -e .active     # fails where the token is worth nothing
        """;

    public static Command Create()
    {
        var (input, connection, output) = (new TokenInputFlags(Parameters.AccessToken), new ConnectionFlags(), JsonOutput.Only());
        var command = new Verb(
            "introspect", "Asks the authorization server what a token is worth now (RFC 7662); active is false where it is worth nothing.")
        {
            Examples = Examples,
        };
        command.AddAll(input, connection);
        command.Add(output);
        command.Runs<IntrospectOptions>(parse => new(input.Read(parse), connection.Read(parse)), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(IntrospectOptions options, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        var token = await options.Input.ReadAsync(io, secrets, ct);
        using var connection = await options.Connection.OpenAsync(token, io, secrets, ct);
        var answer = await connection.Client.IntrospectAsync(token.Value, token.Type, ct);
        if (!answer.Active)
            await ForgottenTokens.ForgetAsync(token.Value, io, ct);
        return JsonOutput.Write(io, answer.Document);
    }
}

/// <summary>What <c>postern introspect</c> was asked for.</summary>
sealed record IntrospectOptions(TokenReference Input, ConnectionChoice Connection);
