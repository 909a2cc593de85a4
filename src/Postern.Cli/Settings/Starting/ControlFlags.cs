using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Who may use a local org's control surface.</summary>
sealed class ControlFlags : IStartFlags
{
    readonly Option<string?> _key = new("--control-key")
    {
        HelpName = SecretReader.HelpName,
        Description = "Secret that whoever uses /_postern must send in X-Postern-Control-Key [default: none, and only this machine may]",
    };

    public void AddTo(Command command) => command.Add(_key);

    public IStartChoice Read(ParseResult parse) => new Choice(parse.GetValue(_key));

    sealed record Choice(string? Reference) : IStartChoice
    {
        public async ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct) =>
            Reference is null
                ? options
                : options with { ControlKey = await starting.Secrets.ReadAsync(Reference, "--control-key", "Control key", ct) };

        public override string ToString() => "control key";
    }
}
