using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>How a local org stops.</summary>
sealed class StopFlags : IStartFlags
{
    readonly Option<double> _drain = FlagValues.Seconds("--drain", whenAbsent: 0, least: 0, most: 3600);

    public void AddTo(Command command)
    {
        _drain.Description =
            "Told to stop, go on answering for so long, while /health/ready says no, so that a load balancer goes elsewhere";
        command.Add(_drain);
    }

    public IStartChoice Read(ParseResult parse) => new Choice(TimeSpan.FromSeconds(parse.GetValue(_drain)));

    sealed record Choice(TimeSpan Drain) : IStartChoice
    {
        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct) =>
            ValueTask.FromResult(options with { DrainTime = Drain });
    }
}
