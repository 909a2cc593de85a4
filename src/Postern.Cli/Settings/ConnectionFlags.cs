using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say which org and which app, how the app proves itself, and how the org is reached.</summary>
sealed class ConnectionFlags : IFlags
{
    readonly OrgFlags _org = new();
    readonly ClientFlags _client = new();
    readonly CredentialFlags _credential = new();
    readonly HttpFlags _http = new();

    public void AddTo(Command command) => command.AddAll(_org, _client, _credential, _http);

    public ConnectionChoice Read(ParseResult parse) =>
        new(_org.Read(parse), _client.Read(parse), _credential.Read(parse), _http.Read(parse));
}

/// <summary>What the flags said about org and app; a token's own issuer and app, and the environment, fill the gaps.</summary>
sealed record ConnectionChoice(OrgChoice Org, ClientChoice Client, CredentialChoice Credential, HttpChoice Http)
{
    public async Task<Connection> OpenAsync(GivenToken token, Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var address = token.Address(Org, io);
        return await OpenAsync(address, new() { ClientId = Client.Resolve(token, io) }, io, secrets, ct);
    }

    public async Task<Connection> OpenAsync(ServerAddress address, ClientApp app, Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var proven = app with { Credential = await Credential.ResolveAsync(app.ClientId is "" ? null : app.ClientId, io, secrets, ct) };
        return Http.Connect(address, proven.OptionsFor(address, io), io);
    }
}
