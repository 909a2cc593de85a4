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
        """;

    public static Command Create(GlobalFlags flags, Terminal io)
    {
        var (input, org, http, output) = (new TokenInputFlags(Parameters.AccessToken), new OrgFlags(), new HttpFlags(), JsonOutput.Only());
        var command = new Verb("userinfo", "Asks for the user's claims with an access token that has the scope openid (OpenID Connect Core 5.3).") { Examples = Examples };
        var key = DPoPFlags.Key();
        key.Description = "The private key that the token is bound to, where it did not come with it: env:NAME, file:PATH or -";
        command.AddAll(input, org, http);
        command.AddAll(key, output);
        command.SetAction((parse, ct) => RunAsync(new(input.Read(parse), org.Read(parse), new(Binds: false, parse.GetValue(key)), http.Read(parse)), flags.Apply(parse, io), ct));
        return command;
    }

    internal static async Task<int> RunAsync(UserInfoOptions options, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        var token = await options.Input.ReadAsync(io, secrets, ct);
        if (token.Type is not (null or Parameters.AccessToken))
            throw new UsageException($"The userinfo endpoint takes an access token, and no {token.Type.Replace('_', ' ')}.", "Choose with --token access.");

        var address = token.Address(options.Org, io);
        using var http = options.Http.Open(address.OrgUrl, io);
        var key = await options.DPoP.ResolveAsync(token, secrets, ct);
        var client = new OktaClient(http, new() { Issuer = address.Issuer, ClientId = "", DPoPKey = key, Time = io.Time });
        var user = await client.GetUserInfoAsync(TokensOf(token, key), ct);
        return JsonOutput.Write(io, user.Claims);
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
sealed record UserInfoOptions(TokenReference Input, OrgChoice Org, DPoPChoice DPoP, HttpChoice Http);
