using System.CommandLine;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern refresh</c>: a refresh token for new tokens.</summary>
static class RefreshCommand
{
    const string Examples = """
        postern token … --scopes "openid offline_access" > tokens.json
        postern refresh < tokens.json
        postern token … --scopes "openid offline_access" | postern refresh | postern introspect
        postern refresh --token env:REFRESH_TOKEN --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345 --output header
        """;

    public static Command Create()
    {
        var (refresh, grant) = (new RefreshFlags(), new GrantFlags("all that were granted"));
        var command = new Verb(
            "refresh", "Redeems a refresh token for new tokens, validated. Keep what it prints: the old one may be spent.")
        {
            Examples = Examples,
        };
        command.AddAll(refresh, grant);
        command.Runs<RefreshOptions>(parse => new(refresh.Input(parse), grant.Read(parse, refresh.Output(parse))), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(RefreshOptions options, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        var token = await options.Input.ReadAsync(io, secrets, ct);
        return await options.Grant.RedeemAsync(
            options.Grant.For(token, io),
            io,
            secrets,
            (client, asked) => RefreshAsync(client, token, asked, io, ct),
            ct);
    }

    // A refresh token is one's to redeem: what is printed from now on is whoever's who keeps it.
    static async Task<TokenSet> RefreshAsync(OktaClient client, GivenToken token, GrantOptions asked, Terminal io, CancellationToken ct)
    {
        await ForgottenTokens.ForgetAsync(token.Value, io, ct);
        return await client.RefreshTokenFlow.RefreshAsync(Before(token), asked, ct);
    }

    // With the ID token that came with it, so that the new one must be the same user's.
    static TokenSet Before(GivenToken token) => new()
    {
        RefreshToken = token.Value,
        IdToken = token.Beside.Text(Parameters.IdToken),
        Scopes = token.Beside.Text(Parameters.Scope)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
        ExpiresAt = default,
    };
}

/// <summary>What <c>postern refresh</c> was asked for.</summary>
sealed record RefreshOptions(TokenReference Input, GrantChoice Grant);
