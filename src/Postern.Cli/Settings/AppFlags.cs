using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say which app asks, where it would be answered, and for what.</summary>
sealed class AppFlags : IFlags
{
    readonly ClientFlags _client = new();
    readonly Option<string?> _redirectUri = new("--redirect-uri")
    {
        HelpName = "URI",
        Description = "A redirect URI registered with the app; nothing connects to it",
    };
    readonly ScopeFlags _scopes = new("openid profile email");

    public void AddTo(Command command)
    {
        _client.AddTo(command);
        command.Add(_redirectUri);
        _scopes.AddTo(command);
    }

    public AppChoice Read(ParseResult parse) => new()
    {
        Client = _client.Read(parse),
        RedirectUri = parse.GetValue(_redirectUri),
        Scopes = _scopes.Read(parse),
    };
}

/// <summary>What the flags said about the app; what was said beforehand fills the gaps.</summary>
sealed record AppChoice
{
    public ClientChoice Client { get; init; } = new(ClientId: null);
    public string? RedirectUri { get; init; }
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What there is of it; null where no app was named.</summary>
    public ClientApp? Find(Terminal io) => (Client.ClientId ?? io.Settings.Text(Setting.ClientId)) is { } clientId
        ? new()
        {
            ClientId = clientId,
            RedirectUri = RedirectUri ?? io.Settings.Text(Setting.RedirectUri, Client.ClientId),
            Scopes = Scopes.Count > 0 ? Scopes : io.Settings.List(Setting.Scopes),
        }
        : null;

    public ClientApp Resolve(Terminal io) => new()
    {
        ClientId = Client.Resolve(io),
        RedirectUri = RedirectUri
            ?? io.Settings.Text(Setting.RedirectUri, Client.ClientId)
            ?? throw new UsageException(
                "No redirect URI.",
                $"Give it with --redirect-uri or in {EnvironmentNames.RedirectUri}: any of the app's sign-in redirect URIs, byte for " +
                "byte; nothing connects to it."),
        Scopes = Scopes.Count > 0 ? Scopes : io.Settings.List(Setting.Scopes),
    };
}
