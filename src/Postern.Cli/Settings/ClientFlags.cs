using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flag that says which app asks, or is asked about.</summary>
sealed class ClientFlags(string description = "The app's client id, e.g. 0oa1abcdEFGHijkl2345") : IFlags
{
    readonly Option<string?> _clientId = new("--client-id") { HelpName = "ID", Description = description };

    public void AddTo(Command command) => command.Add(_clientId);

    public ClientChoice Read(ParseResult parse) => new(parse.GetValue(_clientId));
}

/// <summary>What the flag said about the app; what came with a token and the environment fill the gap.</summary>
sealed record ClientChoice(string? ClientId)
{
    public string Resolve(Terminal io) =>
        ClientId
        ?? io.Settings.Text(Setting.ClientId)
        ?? throw UsageException.Missing("client id", "--client-id", EnvironmentNames.ClientId);

    // A token is its app's: the environment may name another.
    public string? Find(GivenToken token) => ClientId ?? token.ClientId;

    public string Resolve(GivenToken token, Terminal io) => Find(token) ?? Resolve(io);
}
