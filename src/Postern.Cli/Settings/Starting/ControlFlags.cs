using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Who may use a local org's control surface.</summary>
sealed class ControlFlags : IStartFlags
{
    readonly Option<string?> _key = new("--control-key")
    {
        HelpName = SecretReader.HelpName,
        Description = "Secret that whoever uses /_postern must send in X-Postern-Control-Key [default: none, and only this machine may; " +
            "one is made where --listen goes beyond it]",
    };

    public void AddTo(Command command) => command.Add(_key);

    public IStartChoice Read(ParseResult parse) => new Choice(parse.GetValue(_key));

    sealed record Choice(string? Reference) : IStartChoice
    {
        public async ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct) => options with
        {
            ControlKey = Reference is not null
                ? await starting.Secrets.ReadAsync(Reference, "--control-key", "Control key", ct)
                : options.Listeners.All(at => IPAddress.IsLoopback(at.Address)) ? null : NewKey(starting),
        };

        // Beyond this machine its address proves nothing: a container's gateway, a tunnel and a port that is forwarded have it too.
        static string NewKey(Starting starting)
        {
            var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
            starting.Io.Secrets.Remember(key);
            return starting.MadeControlKey = key;
        }

        public override string ToString() => "control key";
    }
}
