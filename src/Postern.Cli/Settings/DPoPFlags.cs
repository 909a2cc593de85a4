using System.CommandLine;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary>The flags that bind tokens to a key (RFC 9449).</summary>
/// <param name="whatItDoes">What is said of <c>--dpop</c>.</param>
sealed class DPoPFlags(string whatItDoes = "Bind the tokens to a new key (DPoP), which is printed beside them") : IFlags
{
    readonly Option<bool> _dpop = new("--dpop") { Description = whatItDoes };
    readonly Option<string?> _key = Key();

    public static Option<string?> Key() => new("--dpop-key")
    {
        HelpName = SecretReader.HelpName,
        Description = "Bind the tokens to this private key, PEM or JWK: env:NAME, file:PATH or -",
    };

    public void AddTo(Command command) => command.AddAll(_dpop, _key);

    public DPoPChoice Read(ParseResult parse) => new(parse.GetValue(_dpop), parse.GetValue(_key));
}

/// <summary>What the flags said about the key; one that came with a token or a code is taken up again.</summary>
sealed record DPoPChoice(bool Binds, string? KeyReference)
{
    public const string Member = "dpop_key";

    public static DPoPKey? Of(JsonObject printed) => printed.Text(Member) is { } key ? DPoPKey.FromPrivateKey(key) : null;

    public async Task<DPoPKey?> ResolveAsync(JsonObject? printed, SecretReader secrets, CancellationToken ct)
    {
        if (KeyReference is not null)
            return DPoPKey.FromPrivateKey(await secrets.ReadAsync(KeyReference, "--dpop-key", "DPoP key", ct));

        return (printed is null ? null : Of(printed)) ?? (Binds ? DPoPKey.Create() : null);
    }
}
