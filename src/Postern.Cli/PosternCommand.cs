using System.CommandLine;
using System.CommandLine.Help;

namespace Postern.Cli;

/// <summary>The whole command: reads the command line, runs the verb, and turns whatever went wrong into words and an exit code.</summary>
static class PosternCommand
{
    static readonly (string Name, Func<Command> Create)[] Verbs =
    [
        ("token", TokenCommand.Create),
        ("authn", AuthnCommand.Create),
        ("authorize", AuthorizeCommand.Create),
        ("exchange", ExchangeCommand.Create),
        ("refresh", RefreshCommand.Create),
        ("client-credentials", ClientCredentialsCommand.Create),
        ("device", DeviceCommand.Create),
        ("ciba", CibaCommand.Create),
        ("password", PasswordCommand.Create),
        ("jwt-bearer", JwtBearerCommand.Create),
        ("exchange-token", ExchangeTokenCommand.Create),
        ("mint", MintCommand.Create),
        ("decode", DecodeCommand.Create),
        ("verify", VerifyCommand.Create),
        ("assert", AssertCommand.Create),
        ("snapshot", SnapshotCommand.Create),
        ("introspect", IntrospectCommand.Create),
        ("userinfo", UserInfoCommand.Create),
        ("revoke", RevokeCommand.Create),
        ("logout", LogoutCommand.Create),
        ("cleanup", CleanupCommand.Create),
        ("discover", DiscoverCommand.Create),
        ("doctor", DoctorCommand.Create),
        ("exec", ExecCommand.Create),
        ("http", HttpCommand.Create),
        ("serve", ServeCommand.Create),
        ("trace", TraceCommand.Create),
        ("explain", ExplainCommand.Create),
        ("exam", ExamCommand.Create),
        ("org", OrgCommand.Create),
        ("config", ConfigCommand.Create),
        ("profile", ProfileCommand.Create),
        ("cache", CacheCommand.Create),
        ("completion", CompletionCommand.Create),
        ("man", ManCommand.Create),
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal io, CancellationToken ct)
    {
        if (Completer.Asked(args) is { } typed)
            return await Completer.AnswerAsync(typed, io, ct);

        var line = CommandLine.Parse(args);
        using var deadline = new Deadline(line.Deadline, io.Time, io.Deadline, ct);
        var terminal = line.Apply(io) with { Deadline = deadline };
        try
        {
            return await line.Read()(terminal, deadline.Token);
        }
        catch (Exception e)
        {
            return Report(deadline.Explain(e) ?? Errors.Explain(e, line.Flags, ct), terminal, line.WantsJson);
        }
        finally
        {
            terminal.Unshow();
        }
    }

    internal static Command Create(IReadOnlyList<string> args, GlobalFlags flags)
    {
        // Not the library's root, which looks its own name up by reflection.
        var root = new Command("postern", "A user's Okta tokens without a browser, and an Okta-compatible org on your own machine.")
        {
            new HelpOption(), new VersionOption(),
        };
        foreach (var create in VerbsFor(args))
            root.Add(create());

        flags.AddTo(root);
        FlagRules.ApplyTo(root);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    // One command runs; the flags of all others are made only where all are listed. Without one query behind another, here and wherever
    // every start leads: natively the first of them makes its types at run time, which takes longer than reading a kept token.
    static IEnumerable<Func<Command>> VerbsFor(IReadOnlyList<string> args)
    {
        var named = args.FirstOrDefault(arg => !arg.StartsWith('-'));
        return Array.Find(Verbs, verb => verb.Name == named).Create is { } create ? [create] : Verbs.Select(verb => verb.Create);
    }

    // Where not even that can be written, the exit code is all that is left to say it.
    static int Report(Failure failure, Terminal io, bool asJson)
    {
        try
        {
            failure.WriteTo(io, asJson);
        }
        catch (OutputLostException)
        {
            // The failure counts, whether it can be read or not.
        }

        return failure.ExitCode;
    }
}
