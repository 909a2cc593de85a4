using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags of commands that hold a token against the server that issued it, and need no app's proof for that.</summary>
sealed class PresentedTokenFlags(string preferred) : IFlags
{
    readonly TokenInputFlags _input = new(preferred);
    readonly OrgFlags _org = new();
    readonly HttpFlags _http = new();

    public void AddTo(Command command) => command.AddAll(_input, _org, _http);

    public PresentedTokenChoice Read(ParseResult parse) => new(_input.Read(parse), _org.Read(parse), _http.Read(parse));
}

/// <summary>What the flags said about the token and its server; what came with the token fills the gaps.</summary>
sealed record PresentedTokenChoice(TokenReference Input, OrgChoice Org, HttpChoice Http)
{
    public Task<GivenToken> ReadAsync(Terminal io, SecretReader secrets, CancellationToken ct) => Input.ReadAsync(io, secrets, ct);

    public Connection Connect(GivenToken token, ClientApp app, Terminal io)
    {
        var address = token.Address(Org, io);
        return Http.Connect(address, app.OptionsFor(address, io), io);
    }
}
