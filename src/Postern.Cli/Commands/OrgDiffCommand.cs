using System.CommandLine;

namespace Postern.Cli;

/// <summary><c>postern org diff</c>: where a seed's local org and another org differ.</summary>
static class OrgDiffCommand
{
    const string Examples = """
        postern org diff --seed org.yaml --org https://dev-1.okta.com
        postern org diff --seed org.yaml --org https://dev-1.okta.com --username ada@example.com --password env:ADA_PASSWORD
        postern org diff --seed org.yaml --org https://dev-1.okta.com --totp-secret env:ADA_TOTP     # a user with a second factor
        postern org diff --seed org.yaml --org https://dev-1.okta.com --output junit > diff.xml     # for CI
        postern org diff --seed org.yaml --org https://dev-1.okta.com --record dev-1.json           # and later, without a network:
        postern org diff --seed org.yaml --replay dev-1.json
        """;

    public static Command Create()
    {
        var (flags, client, credential, user, factor, http) = (
            new DiffFlags(),
            new ClientFlags("The app that asks in both [default: the seed's first that has a redirect URI]"),
            new CredentialFlags(),
            new UserFlags(),
            new FactorFlags(),
            new HttpFlags());
        var command = new Verb(
            "diff",
            "Compares a seed, started as a local org, with another org: discovery, keys, claims, refusals; ends with 11 where they differ.")
        {
            Examples = Examples,
        };
        command.AddAll(flags, client, credential, user, factor, http);
        command.Runs<DiffOptions>(
            parse => flags.Read(parse) with
            {
                ClientId = client.Read(parse).ClientId,
                Credential = credential.Read(parse),
                User = user.Read(parse),
                Factor = factor.Read(parse),
                Http = http.Read(parse),
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(DiffOptions options, Terminal io, CancellationToken ct)
    {
        await using var orgs = await ComparedOrgs.OpenAsync(options, io, ct);
        var servers = orgs.Chosen(options.Servers);
        var line = new StepLine(io, OrgComparison.Questions(servers, options.SendsWrongPassword));
        var comparison = new OrgComparison(orgs.Local, orgs.Other, io.Time) { Asking = line.Begin };
        var points = await line.WhileAsync(comparison.RunAsync(servers, options.SendsWrongPassword, ct));
        switch (options.Output)
        {
            case "json":
                io.Write(ComparisonOutput.Json(points));
                break;
            case "junit":
                io.Write(ComparisonOutput.JUnit(points));
                break;
            default:
                ComparisonOutput.WriteTable(io, points, options.ShowsAll);
                break;
        }

        return points.Any(point => point.Differences.Count > 0) ? ExitCodes.Different : ExitCodes.Ok;
    }
}

/// <summary>What <c>postern org diff</c> was asked for.</summary>
sealed record DiffOptions
{
    public string? Seed { get; init; }
    public string? Org { get; init; }

    /// <summary>Null: all of the seed's, and the org's own.</summary>
    public IReadOnlyList<string?>? Servers { get; init; }
    public required string Output { get; init; }
    public bool ShowsAll { get; init; }
    public bool SendsWrongPassword { get; init; }
    public string? ClientId { get; init; }
    public string? RedirectUri { get; init; }
    public CredentialChoice Credential { get; init; } = new(null, null, null);
    public UserChoice User { get; init; } = new(null, null);
    public FactorChoice Factor { get; init; } = new();
    public HttpChoice? Http { get; init; }
}
