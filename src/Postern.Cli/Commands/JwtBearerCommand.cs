using System.CommandLine;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern jwt-bearer</c>: somebody's signed assertion for an access token.</summary>
static class JwtBearerCommand
{
    const string Examples = """
        postern jwt-bearer --assertion file:assertion.jwt --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345 --client-secret env:CLIENT_SECRET --scopes orders:read
        ./sign-assertion.sh | postern jwt-bearer …
        """;

    public static Command Create()
    {
        var input = new StepInput("--assertion", "The signed assertion, a JWT");
        var (grant, output) = (new GrantFlags("openid profile email"), new TokenOutputFlags());
        var command = new Verb("jwt-bearer", "Gives an assertion of an issuer that the server trusts for an access token (RFC 7523).")
        {
            Examples = Examples,
        };
        command.AddAll(input, grant, output);
        command.Runs<JwtBearerOptions>(parse => new(input.Read(parse), grant.Read(parse, output.Read(parse))), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(JwtBearerOptions options, Terminal io, CancellationToken ct)
    {
        var (address, secrets) = (options.Grant.Org.Require(io), new SecretReader(io));
        var assertion = GivenToken.Read(
            await options.Assertion.ReadAsync(io, secrets, ct), null, Parameters.IdToken, options.Assertion.Flag).Value;
        return await options.Grant.RedeemAsync(
            options.Grant.At(address, io), io, secrets, (client, asked) => client.JwtBearerFlow.GetTokensAsync(assertion, asked, ct), ct);
    }
}

/// <summary>What <c>postern jwt-bearer</c> was asked for.</summary>
sealed record JwtBearerOptions(StepReference Assertion, GrantChoice Grant);
