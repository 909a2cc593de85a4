using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Whether a local org refuses those who come too often.</summary>
sealed class LimitFlags : IStartFlags
{
    readonly Option<string> _limits = new("--rate-limits")
    {
        HelpName = "okta|off",
        Description = "Refuse with 429 what Okta would, 4 sign-ins a second for one user among it",
        DefaultValueFactory = _ => "off",
    };

    public void AddTo(Command command)
    {
        _limits.OnlyOneOf("okta", "off");
        command.Add(_limits);
    }

    public IStartChoice Read(ParseResult parse) => new Choice(parse.GetValue(_limits) is "okta" ? RateLimits.Okta : RateLimits.Off);

    sealed record Choice(RateLimits Limits) : IStartChoice
    {
        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct) =>
            ValueTask.FromResult(options with { RateLimits = Limits });
    }
}
