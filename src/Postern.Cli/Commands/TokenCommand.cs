using System.CommandLine;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern token</c>: a user's tokens in one go.</summary>
static class TokenCommand
{
    const string Examples = """
        postern token                      # no org yet: the demo user of an org started just for this
        postern token --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345 \
          --redirect-uri http://localhost:8080/callback --username ada@example.com --password env:ADA_PASSWORD
        postern token … --totp-secret env:ADA_TOTP         # a user with a second factor
        postern token … --factor sms --mfa-code 'cmd:./latest-code.sh'
        postern token … --new-password env:ADA_NEXT        # the old password has expired
        postern token … --scopes "openid offline_access" > tokens.json     # with a refresh token, for 'postern refresh'
        postern token --dpop --par         # bound to a key; the request deposited first
        postern token --output raw | postern decode
        curl -H "$(postern token --output header)" https://api.example.com/me
        eval "$(postern token --output env)"  # sets POSTERN_ACCESS_TOKEN, POSTERN_ID_TOKEN …
        postern token … --via interaction-code             # on Identity Engine: this way and no other
        postern token -v                   # see which ways were tried, each request and response, secrets as fingerprints
        """;

    public static Command Create()
    {
        var (org, app, user, factor) = (new OrgFlags(), new ProvenAppFlags(), new UserFlags(), new FactorFlags());
        var (authorize, http, output, via) = (new AuthorizeFlags(), new HttpFlags(), new TokenOutputFlags(), new ViaFlags());
        var command = new Verb(
            "token", "Gets a user's tokens without a browser: by the first way that the org and the app allow; validated.")
        {
            Examples = Examples,
        };
        command.AddAll(org, app, user, factor, via, authorize, http, output);
        command.Runs<TokenOptions>(
            parse => new()
            {
                Org = org.Read(parse),
                App = app.Read(parse),
                User = user.Read(parse),
                Factor = factor.Read(parse),
                Via = via.Read(parse),
                Authorize = authorize.Read(parse),
                Http = http.Read(parse),
                Output = output.Read(parse),
            },
            RunAsync);
        return command;
    }

    internal static Task<int> RunAsync(TokenOptions options, Terminal io, CancellationToken ct)
    {
        var role = new DemoRole(GrantTypes.AuthorizationCode) { ClientId = options.App.ClientId, Username = options.User.Username };
        return DemoOrg.RunAsync(options.Org, role, io, place => SignInAsync(options, place.Address, place.Io, ct), ct);
    }

    static async Task<int> SignInAsync(TokenOptions options, ServerAddress address, Terminal io, CancellationToken ct)
    {
        var secrets = new SecretReader(io);
        options.Authorize.RemarkOnBinding(options.App.DPoP, io);
        var app = await options.App.ResolveAsync(io, secrets, ct);
        var user = await options.User.ResolveAsync(io, secrets, ct);
        var answers = await options.Factor.ResolveAsync(user.Username, io, secrets, ct);

        var settings = await options.Factor.AddToAsync(app.OptionsFor(address, io), io, secrets, ct);

        using var connection = options.Http.Connect(address, settings, io);
        var asked = new SignInOptions { Answers = answers, Authorize = options.Authorize.ToOptions(), Via = options.Via };
        var tokens = await SignInAsync(connection.Client, user, asked, io, ct);
        return options.Output.Write(io, new(tokens, address, app));
    }

    static async Task<TokenSet> SignInAsync(
        OktaClient client, UserCredentials user, SignInOptions options, Terminal io, CancellationToken ct)
    {
        try
        {
            var tokens = await client.SignIn.GetTokensAsync(user.Username, user.Password, options, ct);
            ReceiptOutput.Tell(tokens.Receipt, io);
            return tokens;
        }
        catch (OktaException failed)
        {
            ReceiptOutput.Tell(failed.Receipt, io);
            throw;
        }
    }
}

/// <summary>What <c>postern token</c> was asked for.</summary>
sealed record TokenOptions
{
    public required OrgChoice Org { get; init; }
    public required ProvenAppChoice App { get; init; }
    public required UserChoice User { get; init; }
    public required FactorChoice Factor { get; init; }
    public SignInWay? Via { get; init; }
    public required AuthorizeChoice Authorize { get; init; }
    public required HttpChoice Http { get; init; }
    public required TokenOutput Output { get; init; }
}
