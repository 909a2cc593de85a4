using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>The flags that say whose tokens an API is examined with.</summary>
sealed class ExamTokenFlags : IFlags
{
    readonly Option<string?> _user = new("--user") { HelpName = "LOGIN", Description = "Whose they are [default: the org's first user's]" };
    readonly Option<string?> _app = new("--client-id")
    {
        HelpName = "ID",
        Description = "The app that they are issued to; one that acts for itself needs no user [default: one of the user's]",
    };
    readonly Option<string?> _server = new("--auth-server")
    {
        HelpName = "ID",
        Description =
            "The authorization server that the API trusts, or org for the org's own " +
            "[default: default, unless another alone has the scopes]",
    };
    readonly ScopeFlags _scopes = new("the server's; then nothing is asked about scopes that are missing");

    public void AddTo(Command command)
    {
        command.AddAll(_user, _app, _server);
        _scopes.AddTo(command);
    }

    public ExamTokens Read(ParseResult parse) =>
        new(parse.GetValue(_user), parse.GetValue(_app), parse.GetValue(_server), _scopes.Read(parse));

    public bool NamesScopes(ParseResult parse) => _scopes.Read(parse).Count > 0;
}

/// <summary>Whose tokens are sent, and from where they come.</summary>
sealed record ExamTokens(string? User, string? App, string? Server, IReadOnlyList<string> Scopes)
{
    public async Task<ForgedToken> OrderAsync(OrgControl org, TokenFlaw? flaw, CancellationToken ct)
    {
        var order = new JsonObject();
        order.AddPresent("user", User);
        order.AddPresent("app", App);
        order.AddPresent("server", Server);
        order.AddPresent("flaw", flaw is { } which ? TokenFlaws.Of(which).Name : null);
        if (Scopes.Count > 0)
            order["scopes"] = string.Join(' ', Scopes);

        var made = await org.PostAsync("tokens", order, ct);
        return new()
        {
            Token = made.Text("token") ?? throw new ControlRefusedException(502, $"{org.OrgUrl} gives no token, and is no local org."),
            Flaw = flaw,
            Variants =
                [.. (made["variants"] as JsonArray ?? []).OfType<JsonObject>().Select(variant => variant.Text("token")).OfType<string>()],
        };
    }
}
