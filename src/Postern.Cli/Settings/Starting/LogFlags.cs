using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>How a local org's log is written.</summary>
sealed class LogFlags : IStartFlags
{
    readonly Option<string?> _log = new("--log")
    {
        HelpName = "text|json",
        Description =
            "A line on stderr for each request, without secrets; json: every line one object [default: only what goes wrong, and the " +
            "codes that are sent]",
    };

    public void AddTo(Command command)
    {
        _log.OnlyOneOf("text", "json");
        command.Add(_log);
    }

    public IStartChoice Read(ParseResult parse) => new Choice(parse.GetValue(_log) switch
    {
        "json" => LogForm.Json,
        "text" => LogForm.Text,
        _ => LogForm.Remarks,
    });

    sealed record Choice(LogForm Form) : IStartChoice
    {
        public bool ComesFirst => true;

        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct)
        {
            starting.Log = new(starting.Io, Form);
            return ValueTask.FromResult(options with { Logs = starting.Log });
        }
    }
}
