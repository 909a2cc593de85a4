using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern assert</c>: whether a token says what is expected of it.</summary>
static class AssertCommand
{
    const string Examples = """
        postern token … | postern assert --claim groups~Testers --scope orders:read
        postern token … | postern assert --token id --claim email=ada@example.com --claim '!phone_number'
        postern token … | postern assert --claim 'exp>+30m' --claim 'aud=api://orders' -q      # the exit code alone
        postern assert --token env:ACCESS_TOKEN --claim address.country=DE --output json
        """;

    public static Command Create()
    {
        var (token, scopes) = (new TokenInputFlags(Parameters.AccessToken), new ScopeFlags("none are demanded"));
        var claims = new Option<string[]>("--claim")
        {
            HelpName = "CLAIM",
            Description = $"What a claim must be; may be repeated: {ClaimAssertion.Wanted}",
            DefaultValueFactory = _ => [],
        };
        claims.Validators.Add(result =>
        {
            if (result.Tokens.Any(given => !string.IsNullOrWhiteSpace(given.Value) && ClaimAssertion.Parse(given.Value) is null))
                result.AddError($"--claim wants {ClaimAssertion.Wanted}.");
        });
        var output = JsonOutput.OrText("a line for each", "for scripts");
        var command = new Verb(
            "assert",
            "Holds what a token says against what it should say. Exit code 9 where it does not. Checks no signature: 'postern verify' " +
            "does.")
        {
            Examples = Examples,
        };
        command.AddAll(token);
        command.Add(claims);
        command.AddAll(scopes);
        command.Add(output);
        command.Runs<AssertOptions>(
            parse => new(token.Read(parse), [.. (parse.GetValue(claims) ?? []).Select(text => ClaimAssertion.Parse(text)!)])
            {
                Scopes = scopes.Read(parse),
                AsJson = parse.GetValue(output) is "json",
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(AssertOptions options, Terminal io, CancellationToken ct)
    {
        if (options is { Claims: [], Scopes: [] })
            throw new UsageException("Nothing is asserted.", "Say with --claim and --scopes what the token must say.");

        options.Input.InviteToPaste(io);
        var token = DecodedToken.Read(await options.Input.ReadTextAsync(new(io), ct), options.Input);
        List<JudgedAssertion> judged =
        [
            .. options.Claims.Select(
                each => new JudgedAssertion(each.Text, each.Holds(token.Claims, io.Time.GetUtcNow()), each.Found(token.Claims))),
            .. options.Scopes.Select(scope => Judge(scope, token)),
        ];
        if (options.AsJson)
            JsonOutput.Write(io, AssertionOutput.Json(judged));
        else
            AssertionOutput.WriteFor(io, judged);

        return judged.Count(each => !each.Holds) is > 0 and var failed
            ? throw new ClaimsException(
                failed is 1 ? $"The {token.Kind} is not as it should be: one of {judged.Count} assertions fails."
                : $"The {token.Kind} is not as it should be: {failed} of {judged.Count} assertions fail.",
                "'postern decode' shows all that it says.")
            : ExitCodes.Ok;
    }

    // Okta writes scp, a list; RFC 9068 scope, words with spaces between; an ID token neither.
    static JudgedAssertion Judge(string scope, DecodedToken token)
    {
        var granted = token.Claims[Claims.Scopes] ?? token.Claims[Claims.Scope];
        var holds = granted is JsonArray list
            ? list.Any(each => each.ToPlainText() == scope)
            : granted is not null && granted.ToPlainText().Split(' ').Contains(scope);
        return new($"scope {scope}", holds, granted?.ToText(JsonLayout.OneLine));
    }
}

/// <summary>What <c>postern assert</c> was asked for.</summary>
sealed record AssertOptions(TokenReference Input, IReadOnlyList<ClaimAssertion> Claims)
{
    public IReadOnlyList<string> Scopes { get; init; } = [];
    public bool AsJson { get; init; }
}
