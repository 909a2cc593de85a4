using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern exchange-token</c>: one token for another.</summary>
static class ExchangeTokenCommand
{
    const string Examples = """
        postern token … | postern exchange-token --client-id 0oa1service --client-secret env:CLIENT_SECRET --audience api://orders --scopes orders:read
        postern token … --scopes "openid device_sso offline_access" | \
          postern exchange-token --client-id 0oa1other --subject-token id --actor-token device --audience api://default     # native single sign-on
        postern token … --scopes "openid interclient_access" | \
          postern exchange-token --subject-token id --actor-token access --audience urn:okta:apps:0oa1web --requested-token-type urn:okta:params:oauth:token-type:interclient_token     # native to web
        """;

    public static Command Create()
    {
        var (subject, grant, output) = (new ExchangeFlags(), new GrantFlags("none, for the server to choose"), new TokenOutputFlags());
        var command = new Verb(
            "exchange-token", "Gives a token for another: another audience, on somebody's behalf, another app's single sign-on (RFC 8693).")
        {
            Examples = Examples,
        };
        command.AddAll(subject, grant, output);
        command.Runs<ExchangeTokenOptions>(parse => new(subject.Read(parse), grant.Read(parse, output.Read(parse))), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(ExchangeTokenOptions options, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        var (token, request) = await options.Exchange.ReadAsync(io, secrets, ct);
        return await options.Grant.RedeemAsync(
            options.Grant.For(token, io), io, secrets, (client, asked) =>
                client.TokenExchangeFlow.ExchangeAsync(request with { Scopes = asked.Scopes, ExtraParameters = asked.ExtraParameters }, ct),
                ct);
    }
}

/// <summary>What <c>postern exchange-token</c> was asked for.</summary>
sealed record ExchangeTokenOptions(ExchangeChoice Exchange, GrantChoice Grant);
