using System.CommandLine;
using Postern.Client;

namespace Postern.Cli;

/// <summary>The flags that bind tokens to a key (RFC 9449).</summary>
sealed class DPoPFlags : IFlags
{
    readonly Option<bool> _dpop = new("--dpop") { Description = "Bind the tokens to a new key (DPoP), which is printed beside them" };
    readonly Option<string?> _key = Key();

    public static Option<string?> Key() => new("--dpop-key") { HelpName = SecretReader.HelpName, Description = "Bind the tokens to this private key, PEM or JWK: env:NAME, file:PATH or -" };

    public void AddTo(Command command) => command.AddAll(_dpop, _key);

    public DPoPChoice Read(ParseResult parse) => new(parse.GetValue(_dpop), parse.GetValue(_key));
}

/// <summary>What the flags said about the key; one that came with a token is taken up again.</summary>
sealed record DPoPChoice(bool Binds, string? KeyReference)
{
    public const string Member = "dpop_key";

    public static DPoPKey? Of(GivenToken token) => token.Beside.Text(Member) is { } key ? DPoPKey.FromPrivateKey(key) : null;

    public async Task<DPoPKey?> ResolveAsync(GivenToken? token, SecretReader secrets, CancellationToken ct)
    {
        if (KeyReference is not null)
            return DPoPKey.FromPrivateKey(await secrets.ReadAsync(KeyReference, "--dpop-key", "DPoP key", ct));

        return (token is null ? null : Of(token)) ?? (Binds ? DPoPKey.Create() : null);
    }
}
