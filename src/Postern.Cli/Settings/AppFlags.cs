using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say which app asks, and for what.</summary>
sealed class AppFlags : IFlags
{
    readonly Option<string?> _clientId = new("--client-id") { HelpName = "ID", Description = "The app's client id, e.g. 0oa1abcdEFGHijkl2345" };
    readonly Option<string?> _redirectUri = new("--redirect-uri") { HelpName = "URI", Description = "A redirect URI registered with the app; nothing connects to it" };
    readonly Option<string[]> _scopes = new("--scopes", "--scope") { HelpName = "SCOPES", Description = "Separated by space or comma, or repeated [default: openid profile email]" };

    public void AddTo(Command command) => command.AddAll(_clientId, _redirectUri, _scopes);

    public AppChoice Read(ParseResult parse) => new()
    {
        ClientId = parse.GetValue(_clientId),
        RedirectUri = parse.GetValue(_redirectUri),
        Scopes = [.. (parse.GetValue(_scopes) ?? []).SelectMany(text => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)).Distinct()],
    };
}

/// <summary>What the flags said about the app; the environment fills the gaps.</summary>
sealed record AppChoice
{
    public string? ClientId { get; init; }
    public string? RedirectUri { get; init; }
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public ClientApp Resolve(Terminal io) => new()
    {
        ClientId = ClientId
            ?? io.FirstOf(EnvironmentNames.ClientId, EnvironmentNames.ClientIdSpaced)
            ?? throw UsageException.Missing("client id", "--client-id", EnvironmentNames.ClientId),
        RedirectUri = RedirectUri
            ?? io.FirstOf(EnvironmentNames.RedirectUri)
            ?? throw new UsageException("No redirect URI.", $"Give it with --redirect-uri or in {EnvironmentNames.RedirectUri}: any of the app's sign-in redirect URIs, byte for byte; nothing connects to it."),
        Scopes = Scopes,
    };
}
