using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say how to reach an org.</summary>
sealed class HttpFlags : IFlags
{
    readonly Option<string?> _caFile = new("--ca-file") { HelpName = "PEM", Description = "Trust these root certificates instead of the system's" };
    readonly Option<double> _timeout = new("--timeout") { HelpName = "SECONDS", Description = "How long to wait for each answer", DefaultValueFactory = _ => 30 };

    public void AddTo(Command command)
    {
        _timeout.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<double>() is > 0 and <= 86_400)
                return;

            result.AddError("--timeout wants a number of seconds above zero.");
        });
        command.AddAll(_caFile, _timeout);
    }

    public HttpChoice Read(ParseResult parse) => new(parse.GetValue(_caFile), TimeSpan.FromSeconds(parse.GetValue(_timeout)));
}
