using System.CommandLine;
using System.CommandLine.Help;

namespace Postern.Cli;

/// <summary>The whole command: parses, runs the verb, and turns whatever went wrong into words and an exit code.</summary>
static class PosternCommand
{
    static readonly (string Name, Func<GlobalFlags, Terminal, Command> Create)[] Verbs =
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
        ("decode", DecodeCommand.Create),
        ("verify", VerifyCommand.Create),
        ("introspect", IntrospectCommand.Create),
        ("userinfo", UserInfoCommand.Create),
        ("revoke", RevokeCommand.Create),
        ("logout", LogoutCommand.Create),
        ("discover", DiscoverCommand.Create),
        ("org", OrgCommand.Create),
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal io, CancellationToken ct)
    {
        var flags = new GlobalFlags();
        // Without response files: a literal that starts with @ is a value, not a file to read arguments from.
        var parse = Create(args, flags, io).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var asJson = WantsJson(parse);
        if (parse.Errors.Count > 0 && parse.Action is not HelpWithExamples)
            return Report(UsageErrors.Explain(parse), flags.Apply(parse, io), asJson);

        try
        {
            return await parse.InvokeAsync(new() { Output = io.Out, Error = io.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, ct);
        }
        catch (Exception e)
        {
            return Report(Errors.Explain(e, ct), flags.Apply(parse, io), asJson);
        }
    }

    internal static RootCommand Create(IReadOnlyList<string> args, GlobalFlags flags, Terminal io)
    {
        var root = new RootCommand("A user's Okta tokens without a browser, and an Okta-compatible org on your own machine.") { HelpName = "postern" };
        foreach (var create in VerbsFor(args))
            root.Add(create(flags, io));

        flags.AddTo(root);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    // One of them runs: the flags of all the others are made only where all must be listed.
    static IEnumerable<Func<GlobalFlags, Terminal, Command>> VerbsFor(IReadOnlyList<string> args)
    {
        var named = args.FirstOrDefault(arg => !arg.StartsWith('-'));
        return Verbs.Any(verb => verb.Name == named) ? Verbs.Where(verb => verb.Name == named).Select(verb => verb.Create) : Verbs.Select(verb => verb.Create);
    }

    static bool WantsJson(ParseResult parse) =>
        parse.GetResult("--output") is System.CommandLine.Parsing.OptionResult { Implicit: false } output && output.Tokens is [{ Value: "json" }];

    static int Report(Failure failure, Terminal io, bool asJson)
    {
        failure.WriteTo(io, asJson);
        return failure.ExitCode;
    }
}
