using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern revoke</c>: ends a token before its time.</summary>
static class RevokeCommand
{
    const string Examples = """
        postern token … | postern revoke
        postern token … --scopes "openid offline_access" | postern revoke --token refresh     # its access tokens too
        postern revoke --token file:refresh-token --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345
        """;

    public static Command Create()
    {
        var (input, connection) = (new TokenInputFlags(Parameters.AccessToken), new ConnectionFlags());
        var output = JsonOutput.OrText("a remark on stderr", "what was revoked");
        var command = new Verb(
            "revoke", "Revokes an access or refresh token (RFC 7009). Whoever checks signatures alone takes it until it expires.")
        {
            Examples = Examples,
        };
        command.AddAll(input, connection);
        command.Add(output);
        command.Runs<RevokeOptions>(parse => new(input.Read(parse), connection.Read(parse), parse.GetValue(output) is "json"), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(RevokeOptions options, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        var token = await options.Input.ReadAsync(io, secrets, ct);
        if (token.Type is Parameters.IdToken)
            throw new UsageException(
                "An ID token cannot be revoked.", "Choose with --token access or --token refresh; 'postern logout' ends the session.");

        using var connection = await options.Connection.OpenAsync(token, io, secrets, ct);
        await connection.Client.RevokeAsync(token.Value, token.Type, ct);
        await ForgottenTokens.ForgetAsync(token.Value, io, ct);
        if (options.AsJson)
            io.Write(Members(token.Type, connection.Client.Issuer).ToText(JsonLayout.Indented));
        else
            io.Say(
                token.Type is Parameters.RefreshToken
                    ? "Revoked the refresh token, and the access tokens that came with it."
                    : $"Revoked the {(token.Type ?? "token").Replace('_', ' ')}.");

        return ExitCodes.Ok;
    }

    static JsonObject Members(string? type, string issuer)
    {
        var json = new JsonObject { ["revoked"] = true };
        json.AddPresent("token_type_hint", type);
        json["issuer"] = issuer;
        return json;
    }
}

/// <summary>What <c>postern revoke</c> was asked for.</summary>
sealed record RevokeOptions(TokenReference Input, ConnectionChoice Connection, bool AsJson);
