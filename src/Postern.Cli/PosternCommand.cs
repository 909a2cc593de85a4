using System.CommandLine;
using System.CommandLine.Help;

namespace Postern.Cli;

/// <summary>The whole command: parses, runs the verb, and turns whatever went wrong into words and an exit code.</summary>
static class PosternCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal io, CancellationToken ct)
    {
        var flags = new GlobalFlags();
        // Without response files: a literal that starts with @ is a value, not a file to read arguments from.
        var parse = Create(flags, io).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
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

    internal static RootCommand Create(GlobalFlags flags, Terminal io)
    {
        var root = new RootCommand("A user's Okta tokens without a browser, and an Okta-compatible org on your own machine.") { HelpName = "postern" };
        root.Add(TokenCommand.Create(flags, io));
        root.Add(AuthnCommand.Create(flags, io));
        root.Add(AuthorizeCommand.Create(flags, io));
        root.Add(ExchangeCommand.Create(flags, io));
        root.Add(RefreshCommand.Create(flags, io));
        root.Add(ClientCredentialsCommand.Create(flags, io));
        root.Add(DeviceCommand.Create(flags, io));
        root.Add(CibaCommand.Create(flags, io));
        root.Add(PasswordCommand.Create(flags, io));
        root.Add(JwtBearerCommand.Create(flags, io));
        root.Add(ExchangeTokenCommand.Create(flags, io));
        root.Add(DecodeCommand.Create(flags, io));
        root.Add(VerifyCommand.Create(flags, io));
        root.Add(IntrospectCommand.Create(flags, io));
        root.Add(UserInfoCommand.Create(flags, io));
        root.Add(RevokeCommand.Create(flags, io));
        root.Add(LogoutCommand.Create(flags, io));
        root.Add(DiscoverCommand.Create(flags, io));
        root.Add(OrgCommand.Create(flags, io));

        flags.AddTo(root);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    static bool WantsJson(ParseResult parse) =>
        parse.GetResult("--output") is System.CommandLine.Parsing.OptionResult { Implicit: false } output && output.Tokens is [{ Value: "json" }];

    static int Report(Failure failure, Terminal io, bool asJson)
    {
        failure.WriteTo(io, asJson);
        return failure.ExitCode;
    }
}
