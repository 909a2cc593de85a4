using System.CommandLine;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern device</c>: tokens of whoever signs in on another device.</summary>
static class DeviceCommand
{
    const string Examples = """
        postern device --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345
        postern device … --scopes "openid offline_access" > tokens.json     # where to go is told on stderr
        postern device                     # no org yet: one started just for this
        """;

    public static Command Create()
    {
        var (grant, output) = (new GrantFlags("openid profile email"), new TokenOutputFlags());
        var command = new Verb(
            "device", "Shows an address, a code and a QR code, and gets the tokens of whoever signs in there (RFC 8628).")
        {
            Examples = Examples,
        };
        command.AddAll(grant, output);
        command.Runs<GrantChoice>(parse => grant.Read(parse, output.Read(parse)), RunAsync);
        return command;
    }

    internal static Task<int> RunAsync(GrantChoice options, Terminal io, CancellationToken ct)
    {
        var role = new DemoRole(GrantTypes.DeviceCode) { ClientId = options.ClientId, User = DemoUser.SignsInElsewhere };
        return DemoOrg.RunAsync(options.Org, role, io, place => RedeemAsync(options, place.Address, place.Io, ct), ct);
    }

    static Task<int> RedeemAsync(GrantChoice options, ServerAddress address, Terminal io, CancellationToken ct) =>
        options.RedeemAsync(
            options.At(address, io), io, new(io), (client, asked) => SignInAsync(client.DeviceAuthorizationFlow, asked, io, ct), ct);

    static async Task<TokenSet> SignInAsync(DeviceAuthorizationFlow flow, GrantOptions asked, Terminal io, CancellationToken ct)
    {
        var authorization = await flow.BeginAsync(asked, ct);
        ActivationDisplay.Write(io, authorization);
        return await new WaitingLine(io)
            .WhileAsync(flow.WaitAsync(authorization, ct), "Waiting for the sign-in", authorization.ExpiresAt, ct);
    }
}
