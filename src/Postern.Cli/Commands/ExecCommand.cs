using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary><c>postern exec</c>: a program with tokens in its environment.</summary>
static partial class ExecCommand
{
    const string Examples = """
        postern exec -- sh -c 'curl -H "Authorization: Bearer $POSTERN_ACCESS_TOKEN" https://api.example.com/me'
        postern exec --profile staging --min-ttl 10m -- npm run e2e
        postern exec --set TOKEN -- ./call-it.sh                 # another name than POSTERN_ACCESS_TOKEN
        postern exec --set ADA_TOKEN=dev --set MAX_TOKEN=dev-max --set ADA_ID=dev:id -- npm test
        """;

    public static Command Create()
    {
        var set = new Option<string[]>("--set")
        {
            HelpName = "NAME[=PROFILE][:TOKEN]",
            Description =
                "Put a token into the variable NAME: of the profile that counts or of PROFILE, its access token or id or refresh; may be " +
                "repeated [default: POSTERN_ACCESS_TOKEN]",
        };
        var program = new RestArgument("command") { Description = "The program and what it is given" };
        var command = new Verb("exec", "Runs a program with tokens in its environment: kept ones, or new ones.") { Examples = Examples };
        var read = TokenCommand.AddFlags(command);
        set.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !Shape().IsMatch(token.Value)))
                result.AddError("--set wants NAME, NAME=PROFILE or NAME=PROFILE:id, NAME being one for a variable.");
        });
        command.Add(set);
        command.Add(program);
        command.Runs<ExecOptions>(
            parse => new(read(parse), [.. (parse.GetValue(set) ?? []).Select(WantedToken.Read)], program.Read(parse)), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(ExecOptions options, Terminal io, CancellationToken ct)
    {
        if (options.Program.Count is 0)
            throw new UsageException("There is no command to run.", "It stands last, behind --: postern exec -- npm test");

        var program = new ProcessStartInfo(ChildProgram.Find(options.Program[0], io), options.Program.Skip(1));
        var ofProfiles = options.Wanted.Where(wanted => wanted.Profile is not null).ToList();
        foreach (var (variable, value) in await OfProfilesAsync(ofProfiles, options.Tokens.Cache, io, ct))
            program.Environment[variable] = value;
        var others = options.Wanted.Count is 0 ? [WantedToken.Usual] : options.Wanted.Except(ofProfiles).ToList();
        if (others.Count is 0)
            return await StartAsync(program, io, ct);

        return await ProfileTokens.RunAsync(options.Tokens, io, RunWithAsync, ct);

        async Task<int> RunWithAsync(Func<Task<KeptTokens>> get, Terminal terminal)
        {
            var issued = (await get()).Issued;
            foreach (var wanted in others)
                program.Environment[wanted.Variable] = wanted.Of(issued);
            if (options.Wanted.Count is 0)
                AddWhatIsBeside(issued, program);
            return await StartAsync(program, terminal, ct);
        }
    }

    // Under the names that the export lines of 'postern token' have.
    static void AddWhatIsBeside(IssuedTokens issued, ProcessStartInfo program)
    {
        program.Environment["POSTERN_ISSUER"] = issued.Address.Issuer;
        program.Environment["POSTERN_EXPIRES_AT"] = Words.Instant(issued.Tokens.ExpiresAt);
        if (issued.App.DPoPKey is { } key)
            program.Environment["POSTERN_DPOP_KEY"] = key.ExportPrivateKey();
    }

    /// <summary>Each profile is asked for once, however many of its tokens are wanted.</summary>
    static async Task<List<(string Variable, string Value)>> OfProfilesAsync(
        List<WantedToken> wanted, CacheChoice cache, Terminal io, CancellationToken ct)
    {
        List<(string, string)> values = [];
        foreach (var profile in wanted.GroupBy(each => each.Profile!))
        {
            var issued = (await ProfileTokens.OfProfileAsync(profile.Key, cache, io, ct)).Issued;
            values.AddRange(profile.Select(each => (each.Variable, each.Of(issued))));
        }

        return values;
    }

    static Task<int> StartAsync(ProcessStartInfo program, Terminal io, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        io.Unshow();
        return ChildProgram.RunAsync(program, io, ct);
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*(=[A-Za-z0-9][A-Za-z0-9_.-]*)?(:(access|id|refresh))?\z")]
    private static partial Regex Shape();
}

/// <summary>A variable, and the token that it is to hold.</summary>
/// <param name="Variable">Its name.</param>
/// <param name="Profile">Whose token; null for whoever counts anyway.</param>
/// <param name="Token">Which one, by its name on the wire.</param>
sealed record WantedToken(string Variable, string? Profile, string Token)
{
    public static WantedToken Usual { get; } = new("POSTERN_ACCESS_TOKEN", null, Parameters.AccessToken);

    public static WantedToken Read(string text)
    {
        var (rest, kind) = text.Split(':', 2) is [var before, var word] ? (before, word) : (text, "access");
        return rest.Split('=', 2) is [var variable, var profile]
            ? new(variable, profile, TokenKinds.TypeOf(kind)!)
            : new(rest, null, TokenKinds.TypeOf(kind)!);
    }

    public string Of(IssuedTokens issued) => new TokenOutput("raw", Token).Chosen(issued.Tokens);
}

/// <summary>What <c>postern exec</c> was asked for.</summary>
sealed record ExecOptions(TokenOptions Tokens, IReadOnlyList<WantedToken> Wanted, IReadOnlyList<string> Program)
{
    public override string ToString() => "exec";
}
