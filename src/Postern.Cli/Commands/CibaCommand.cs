using System.CommandLine;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern ciba</c>: tokens of a user who agrees on a device of their own.</summary>
static class CibaCommand
{
    const string Flag = "--id-token-hint";

    const string Examples = """
        postern ciba --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345 --client-secret env:CLIENT_SECRET --login-hint ada@example.com
        postern ciba … --login-hint ada@example.com --binding-message "Order 4711"
        """;

    public static Command Create()
    {
        var login = new Option<string?>("--login-hint") { HelpName = "LOGIN", Description = "Who is to be asked, e.g. ada@example.com" };
        var idToken = new Option<string?>(Flag)
        {
            HelpName = SecretReader.HelpName,
            Description = "An ID token of theirs instead: env:NAME, file:PATH or -",
        };
        var message = new Option<string?>("--binding-message")
        {
            HelpName = "TEXT",
            Description = "What their device shows, so that they know what they agree to",
        };
        var (grant, output) = (new GrantFlags("openid profile email"), new TokenOutputFlags());
        var command = new Verb(
            "ciba", "Asks a user on a device of their own, and gets the tokens when they agree (OpenID Connect CIBA, poll mode).")
        {
            Examples = Examples,
        };
        command.AddAll(login, idToken, message);
        command.AddAll(grant, output);
        command.Runs<CibaOptions>(
            parse => new(parse.GetValue(login), parse.GetValue(idToken), parse.GetValue(message), grant.Read(parse, output.Read(parse))),
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(CibaOptions options, Terminal io, CancellationToken ct)
    {
        var (address, secrets) = (options.Grant.Org.Require(io), new SecretReader(io));
        var request = await RequestAsync(options, io, secrets, ct);
        return await options.Grant.RedeemAsync(
            options.Grant.At(address, io),
            io,
            secrets,
            (client, asked) => AskAsync(client.BackchannelAuthenticationFlow, request, asked, io, ct),
            ct);
    }

    static async Task<BackchannelRequest> RequestAsync(CibaOptions options, Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var request = new BackchannelRequest { BindingMessage = options.BindingMessage };
        if (options.IdTokenReference is { } reference)
            return request with
            {
                LoginHint = options.LoginHint,
                IdTokenHint = GivenToken.Read(
                    await secrets.ReadAsync(reference, Flag, "ID token", ct), null, Parameters.IdToken, Flag).Value,
            };

        var login = options.LoginHint
            ?? io.Settings.Text(Setting.Username)
            ?? throw UsageException.Missing("login hint", "--login-hint", EnvironmentNames.Username);
        return request with { LoginHint = login };
    }

    static async Task<TokenSet> AskAsync(
        BackchannelAuthenticationFlow flow, BackchannelRequest request, GrantOptions asked, Terminal io, CancellationToken ct)
    {
        var authentication = await flow.BeginAsync(request with { Scopes = asked.Scopes, ExtraParameters = asked.ExtraParameters }, ct);
        io.Say("Asked. The user decides on a device of their own.");
        return await new WaitingLine(io)
            .WhileAsync(flow.WaitAsync(authentication, ct), "Waiting for the answer", authentication.ExpiresAt, ct);
    }
}

/// <summary>What <c>postern ciba</c> was asked for.</summary>
sealed record CibaOptions(string? LoginHint, string? IdTokenReference, string? BindingMessage, GrantChoice Grant);
