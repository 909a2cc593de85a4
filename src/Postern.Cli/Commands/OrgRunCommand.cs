using System.CommandLine;
using System.Diagnostics;

namespace Postern.Cli;

/// <summary><c>postern org run</c>: a program with an org of its own, which ends with it.</summary>
static class OrgRunCommand
{
    const string Examples = """
        postern org run -- npm test
        postern org run --https -- dotnet test         # OKTA_*, and everything that makes the org trusted
        postern org run --for-app "Postern Demo Web" -- ./gradlew test
        postern org run -- sh -c 'curl -s $OKTA_OAUTH2_ISSUER/v1/keys'
        """;

    public static Command Create()
    {
        var start = new StartFlags(whenNoPort: 0);
        var app = new Option<string?>("--for-app")
        {
            HelpName = "NAME|CLIENT-ID",
            Description = "The app whose settings the program gets [default: the first that has a redirect URI]",
        };
        var user = new Option<string?>("--for-user")
        {
            HelpName = "LOGIN",
            Description = "The user whose login and password it gets [default: the first that is active]",
        };
        var program = new RestArgument("command") { Description = "The program and what it is given" };
        var command = new Verb("run", "Runs a program with an org of its own: started before it, told to it, stopped after it.")
        {
            Examples = Examples,
        };
        start.AddTo(command);
        command.AddAll(app, user);
        command.Add(program);
        command.Runs<OrgRunOptions>(
            parse => new(start.Read(parse), program.Read(parse))
            {
                App = parse.GetValue(app),
                User = parse.GetValue(user),
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(OrgRunOptions options, Terminal io, CancellationToken ct)
    {
        if (options.Program.Count is 0)
            throw new UsageException("There is no command to run.", "It stands last, behind --: postern org run -- npm test");

        var program = new ProcessStartInfo(ChildProgram.Find(options.Program[0], io), options.Program.Skip(1));
        await using var started = await options.Start.StartAsync(io, ct);
        var role = RunRole.Of(started.Org.Seed, options.App, options.User);
        using var trust = started.Org.Authority is { } authority ? await CallerTrust.MakeAsync(authority, io, ct) : null;
        ChildEnvironment.Fill(program.Environment, started, role, trust);
        await FirstAnswer.WaitForAsync(started.Org, ct);
        ct.ThrowIfCancellationRequested();
        io.Say($"A local org for this run: {started.Org.Url}");
        return await ChildProgram.RunAsync(program, io, ct);
    }
}

/// <summary>What <c>postern org run</c> was asked for.</summary>
sealed record OrgRunOptions(StartChoice Start, IReadOnlyList<string> Program)
{
    public string? App { get; init; }

    public string? User { get; init; }

    public override string ToString() => "org run";
}
