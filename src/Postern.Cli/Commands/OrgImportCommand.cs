using System.CommandLine;
using System.Globalization;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary><c>postern org import</c>: a tenant of Okta's as a seed file.</summary>
static class OrgImportCommand
{
    const string Usual = "200", All = "all", None = "none";

    const string Examples = """
        postern org import --org https://dev-1.okta.com --api-token env:OKTA_TOKEN > org.yaml
        postern org import --org https://dev-1.okta.com --access-token file:token --users none > org.yaml
        postern org import --api-token prompt --user-search 'profile.department eq "Sales"' --users all > sales.yaml
        postern org import --api-token env:OKTA_TOKEN --secrets references > org.yaml && postern org start --seed org.yaml
        """;

    public static Command Create()
    {
        var org = new Option<string?>("--org")
        {
            HelpName = "URL", Description = $"The tenant to read [default: {EnvironmentNames.OrgUrl}]",
        };
        var apiToken = new Option<string?>("--api-token")
        {
            HelpName = SecretReader.HelpName,
            Description = "An API token (SSWS) of an admin who may read, a read-only one for instance: env:NAME, file:PATH, - or prompt",
        };
        var accessToken = new Option<string?>("--access-token")
        {
            HelpName = SecretReader.HelpName,
            Description = "Or an access token of the org's own authorization server, with scopes such as okta.apps.read",
        };
        var users = new Option<string>("--users")
        {
            HelpName = "all|none|NUMBER",
            Description = "How many users; each costs two to three requests",
            DefaultValueFactory = _ => Usual,
        };
        var search = new Option<string?>("--user-search")
        {
            HelpName = "EXPRESSION", Description = "Which users, as Okta's search has it: profile.department eq \"Sales\"",
        };
        var secrets = new Option<string>("--secrets")
        {
            HelpName = "left-out|references",
            Description = "What stands in the place of passwords and secrets, which nobody tells",
            DefaultValueFactory = _ => "left-out",
        };
        secrets.OnlyOneOf("left-out", "references");
        HttpFlags http = new();
        var output = SeedOutput.Option();
        var command = new Verb(
            "import",
            "Reads a tenant's configuration through Okta's Management API into a seed file, which 'postern org start --seed' takes. " +
            "It reads and changes nothing; what cannot be read or said is told at the end, and at the head of the file.")
        {
            Examples = Examples,
        };
        command.AddAll(org, apiToken, accessToken, users, search, secrets);
        command.AddAll(http);
        command.Add(output);
        command.Runs<ImportOptions>(
            parse => new(
                parse.GetValue(org) is { } url ? ServerAddress.ParseOrg(url, "--org") : null,
                new()
                {
                    MostUsers = MostUsers(parse.GetValue(users)!), UserSearch = parse.GetValue(search),
                    ReferencesSecrets = parse.GetValue(secrets) is "references",
                },
                http.Read(parse))
            {
                ApiToken = parse.GetValue(apiToken), AccessToken = parse.GetValue(accessToken), AsJson = parse.GetValue(output) is "json",
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(ImportOptions options, Terminal io, CancellationToken ct)
    {
        var org = options.Org
            ?? (io.FirstOf(EnvironmentNames.OrgUrl) is { } url ? ServerAddress.ParseOrg(url, EnvironmentNames.OrgUrl) : null)
            ?? throw UsageException.Missing("org", "--org URL", EnvironmentNames.OrgUrl);
        var reach = options.Http.Settled(io);
        var http = reach.Open(org, OrgControl.LongestAnswer, io);
        http.MaxResponseContentBufferSize = OrgControl.LongestAnswer;
        using TenantApi tenant = new(http, org, await AuthorizationAsync(options, org, io, ct), reach.MaxWait, io);
        var import = await OrgImport.ReadAsync(tenant.ReadAsync, options.Import with { Source = org }, ct);
        tenant.RequireRead();
        io.Unshow();
        SeedOutput.Write(io, import.Text, options.AsJson);
        foreach (var remark in import.Remarks)
            io.Say($"{remark}");
        return ExitCodes.Ok;
    }

    static async Task<string> AuthorizationAsync(ImportOptions options, string org, Terminal io, CancellationToken ct)
    {
        return options switch
        {
            { ApiToken: not null, AccessToken: not null } =>
                throw new UsageException("--api-token and --access-token are both given.", "Leave one out."),
            { ApiToken: { } token } => "SSWS " + await ReadAsync(token, "--api-token", "API token"),
            { AccessToken: { } token } => "Bearer " + await ReadAsync(token, "--access-token", "Access token"),
            _ => throw UsageException.Missing("token", $"--api-token {SecretReader.HelpName}"),
        };

        Task<string> ReadAsync(string token, string flag, string what) =>
            new SecretReader(io).ReadAsync(token, flag, $"{what} of {org}", ct);
    }

    static int? MostUsers(string said) => said switch
    {
        All => null,
        None => 0,
        _ when int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var most) => most,
        _ => throw new UsageException("--users wants all, none or a number.", "Such as --users 50; each user costs two to three requests."),
    };
}

/// <summary>What <c>postern org import</c> was asked for.</summary>
sealed record ImportOptions(string? Org, OrgImportOptions Import, HttpChoice Http)
{
    /// <summary>Where it is found, as every secret of the command's.</summary>
    public string? ApiToken { get; init; }

    /// <inheritdoc cref="ApiToken"/>
    public string? AccessToken { get; init; }

    public bool AsJson { get; init; }

    public override string ToString() => "org import";
}
