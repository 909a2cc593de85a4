using System.CommandLine;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern client-credentials</c>: an access token for an app itself.</summary>
static class ClientCredentialsCommand
{
    const string Examples = """
        postern client-credentials         # no org yet: the demo service of an org started just for this
        postern client-credentials --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345 --client-secret env:CLIENT_SECRET --scopes orders:read
        postern client-credentials --org https://dev-1.okta.com --auth-server org --client-id … --private-key file:key.pem --scopes okta.users.read
        curl -H "$(postern client-credentials … --output header)" https://api.example.com/orders
        """;

    public static Command Create()
    {
        var (grant, output) = (new GrantFlags("none, for the server's own"), new TokenOutputFlags());
        var command = new Verb("client-credentials", "Gets an access token for the app itself, with no user (RFC 6749, 4.4).")
        {
            Examples = Examples,
        };
        command.AddAll(grant, output);
        command.Runs<GrantChoice>(parse => grant.Read(parse, output.Read(parse)), RunAsync);
        return command;
    }

    internal static Task<int> RunAsync(GrantChoice options, Terminal io, CancellationToken ct)
    {
        var role = new DemoRole(GrantTypes.ClientCredentials) { ClientId = options.ClientId, User = DemoUser.None };
        return DemoOrg.RunAsync(options.Org, role, io, place => RedeemAsync(options.OrFor(place.Scopes), place.Address, place.Io, ct), ct);
    }

    static Task<int> RedeemAsync(GrantChoice options, ServerAddress address, Terminal io, CancellationToken ct) =>
        options.RedeemAsync(
            options.At(address, io), io, new(io), (client, asked) => client.ClientCredentialsFlow.GetTokensAsync(asked, ct), ct);
}
