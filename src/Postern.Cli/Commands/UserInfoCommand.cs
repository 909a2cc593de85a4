using System.CommandLine;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern userinfo</c>: the user's claims, for an access token.</summary>
static class UserInfoCommand
{
    const string Examples = """
        postern token … | postern userinfo
        postern userinfo --token env:ACCESS_TOKEN --issuer https://dev-1.okta.com/oauth2/default
        postern token … --scopes "openid profile groups" | postern userinfo | jq .groups
        postern userinfo --token env:ACCESS_TOKEN --issuer https://idp.example.com --client-id my-app   # the answer may come signed
        """;

    public static Command Create()
    {
        var (token, output) = (new PresentedTokenFlags(Parameters.AccessToken), JsonOutput.Only());
        var client = new ClientFlags(
            "The app that the token was issued to, where it came without it: an answer that comes signed must be for that app");
        var command = new Verb(
            "userinfo",
            "Asks for the user's claims with an access token that has the scope openid (OpenID Connect Core 5.3). An answer that comes " +
            "signed is verified.")
        {
            Examples = Examples,
        };
        var key = DPoPFlags.Key();
        key.Description = "The private key that the token is bound to, where it did not come with it: env:NAME, file:PATH or -";
        command.AddAll(token, client);
        command.AddAll(key, output);
        command.Runs<UserInfoOptions>(
            parse => new(token.Read(parse), client.Read(parse), new(Binds: false, parse.GetValue(key))), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(UserInfoOptions options, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        var token = await options.Token.ReadAsync(io, secrets, ct);
        token.Require(Parameters.AccessToken, "The userinfo endpoint");
        var key = await options.DPoP.ResolveAsync(token.Beside, secrets, ct);
        using var connection = options.Token.Connect(token, new() { ClientId = options.Client.Find(token) ?? "", DPoPKey = key }, io);
        return JsonOutput.Write(io, (await AskAsync(connection.Client, token, key, io, ct)).Claims);
    }

    static async Task<UserInfo> AskAsync(OktaClient client, GivenToken token, DPoPKey? key, Terminal io, CancellationToken ct)
    {
        try
        {
            return await client.GetUserInfoAsync(TokensOf(token, key), ct);
        }
        catch (OAuthException dead) when (dead.Error is OAuthErrors.InvalidToken)
        {
            await ForgottenTokens.ForgetAsync(token.Value, io, ct);
            throw;
        }
    }

    // With the ID token that came with it, whose user the claims must be.
    static TokenSet TokensOf(GivenToken token, DPoPKey? key) => new()
    {
        AccessToken = token.Value,
        TokenType = key is null ? TokenTypes.Bearer : TokenTypes.Dpop,
        IdToken = token.Beside.Text(Parameters.IdToken),
        ExpiresAt = default,
    };
}

/// <summary>What <c>postern userinfo</c> was asked for.</summary>
sealed record UserInfoOptions(PresentedTokenChoice Token, ClientChoice Client, DPoPChoice DPoP);
