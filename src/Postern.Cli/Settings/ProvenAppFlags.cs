using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say which app asks for what, how it proves itself, and which key its tokens are bound to.</summary>
sealed class ProvenAppFlags : IFlags
{
    readonly AppFlags _app = new();
    readonly CredentialFlags _credential = new();
    readonly DPoPFlags _dpop = new();

    public void AddTo(Command command) => command.AddAll(_app, _credential, _dpop);

    public ProvenAppChoice Read(ParseResult parse) => new(_app.Read(parse), _credential.Read(parse), _dpop.Read(parse));
}

/// <summary>What the flags said about the app and its proofs; what was said beforehand fills the gaps.</summary>
sealed record ProvenAppChoice(AppChoice App, CredentialChoice Credential, DPoPChoice DPoP)
{
    public string? ClientId => App.Client.ClientId;

    public Task<ClientApp> ResolveAsync(Terminal io, SecretReader secrets, CancellationToken ct) =>
        ProveAsync(App.Resolve(io), io, secrets, ct);

    /// <summary>What there is of it; null where no app was named.</summary>
    public async Task<ClientApp?> FindAsync(Terminal io, SecretReader secrets, CancellationToken ct) =>
        App.Find(io) is { } app ? await ProveAsync(app, io, secrets, ct) : null;

    async Task<ClientApp> ProveAsync(ClientApp app, Terminal io, SecretReader secrets, CancellationToken ct) => app with
    {
        Credential = await Credential.ResolveAsync(ClientId, io, secrets, ct),
        DPoPKey = await DPoP.ResolveAsync(null, secrets, ct),
    };
}
