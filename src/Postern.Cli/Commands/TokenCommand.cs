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
        postern token --min-ttl 5m         # what is kept is printed while it lasts: here for five more minutes
        postern token --no-cache           # signs in whatever is kept
        """;

    public static Command Create()
    {
        var output = new TokenOutputFlags();
        var command = new Verb(
            "token", "Gets a user's tokens without a browser: by the first way that the org and the app allow; validated.")
        {
            Examples = Examples,
        };
        var read = AddFlags(command);
        command.AddAll(output);
        command.Runs<TokenOptions>(parse => read(parse) with { Output = output.Read(parse) }, RunAsync);
        return command;
    }

    /// <summary>The flags that say whose tokens of which app and org, for whatever needs some; and how they are read.</summary>
    internal static Func<ParseResult, TokenOptions> AddFlags(Command command)
    {
        var (org, app, user, factor) = (new OrgFlags(), new ProvenAppFlags(), new UserFlags(), new FactorFlags());
        var (via, authorize, cache, http) = (new ViaFlags(), new AuthorizeFlags(), new CacheFlags(), new HttpFlags());
        command.AddAll(org, app, user, factor, via, authorize, cache, http);
        return parse => new()
        {
            Org = org.Read(parse),
            App = app.Read(parse),
            User = user.Read(parse),
            Factor = factor.Read(parse),
            Via = via.Read(parse),
            Authorize = authorize.Read(parse),
            Cache = cache.Read(parse),
            Http = http.Read(parse),
        };
    }

    /// <summary>Where no flag says anything: all is left to what was said beforehand.</summary>
    internal static TokenOptions Unsaid()
    {
        var command = new Command("token");
        var read = AddFlags(command);
        return read(command.Parse([]));
    }

    internal static Task<int> RunAsync(TokenOptions options, Terminal io, CancellationToken ct)
    {
        var role = new DemoRole(GrantTypes.AuthorizationCode) { ClientId = options.App.ClientId, Username = options.User.Username };
        return DemoOrg.RunAsync(
            options.Org, role, Unattended(options, io), async place =>
                options.Output.Write(place.Io, (await new UserTokens(options, place).GetAsync(ct)).Issued),
            ct);
    }

    // Kubernetes' tools run it again and again, each time anew.
    static Terminal Unattended(TokenOptions options, Terminal io) => options.Output.Format is "kubernetes" && !io.InputIsTerminal
        ? io with { Refused = new(io.Time) { Outlives = true } }
        : io;
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
    public required CacheChoice Cache { get; init; }
    public required HttpChoice Http { get; init; }
    public TokenOutput Output { get; init; } = new("json", Parameters.AccessToken);
}
