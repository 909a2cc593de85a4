using System.Security.Cryptography;

namespace Postern.Cli;

/// <summary>
/// The key that kept tokens are sealed with. It is made once: in the keyring, whose entry the file <c>key</c> then names, and where there
/// is no keyring in that file.
/// </summary>
sealed class SealKey(string path, Terminal io)
{
    const string InKeyring = "keyring ";
    const string InFile = "key ";

    // One that does not answer at once is none: nobody waits for it who wanted a token.
    readonly Keyring _keyring = new(io) { Patience = TimeSpan.FromSeconds(3) };
    NotKeptHereException? _closed;

    public bool IsMade => File.Exists(path);

    /// <exception cref="NotKeptHereException">There is none, or it cannot be used.</exception>
    public async Task<Seal> ReadAsync(CancellationToken ct)
    {
        if (OwnFile.IsOpen(path))
            throw new NotKeptHereException(
                $"{path} is the key of the kept tokens, and others may read or change it: they are left aside",
                "'postern cache clean' removes it with them, and the next sign-in makes another");

        var said = Said();
        var text = said.StartsWith(InKeyring, StringComparison.Ordinal)
            ? await FromKeyringAsync(said[InKeyring.Length..], ct)
            : said.StartsWith(InFile, StringComparison.Ordinal) ? said[InFile.Length..] : "";
        var key = new byte[Seal.KeyLength];
        return Convert.TryFromBase64String(text, key, out var length) && length == key.Length ? new(key) : throw Broken();
    }

    /// <summary>Whoever is first makes it, and all others take that one.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    /// <exception cref="NotKeptException">It cannot be written.</exception>
    public async Task<Seal> ReadOrMakeAsync(CancellationToken ct)
    {
        if (!IsMade)
        {
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Seal.KeyLength));
            var entry = $"kept-tokens-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            var isInKeyring = await _keyring.TryWriteAsync(entry, key, ct);
            OwnFile.TryWriteNew(path, isInKeyring ? $"{InKeyring}{entry}\n" : $"{InFile}{key}\n");
        }

        return await ReadAsync(ct);
    }

    // One that was locked or silent a moment ago is not waited for again.
    async Task<string> FromKeyringAsync(string entry, CancellationToken ct)
    {
        if (_closed is not null)
            throw _closed;

        try
        {
            return await _keyring.ReadAsync(entry, path, ct);
        }
        catch (UsageException)
        {
            throw _closed = new(
                "The key of the kept tokens is in a keyring that cannot be read here: they are left aside",
                "unlock it; 'postern cache clean' forgets tokens and key");
        }
    }

    // At once: starting another thread takes longer than reading.
    string Said() => File.ReadAllText(path).Trim();

    NotKeptHereException Broken() => new(
        $"{path} holds no key: the kept tokens are left aside", "'postern cache clean' removes it with them");
}

/// <summary>Nothing can be kept, and nothing that is kept can be read: a remark, and never the end of a command.</summary>
sealed class NotKeptHereException(string message, string hint) : Exception($"{message} ({hint}).");
