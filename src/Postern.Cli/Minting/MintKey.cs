using Postern.Client;

namespace Postern.Cli;

/// <summary>The key that all tokens of a run are bound to: one that was given, or one that was made and lies beside the tokens.</summary>
/// <param name="Key">What signs the proofs.</param>
/// <param name="File">Where whoever uses the tokens finds it; null where it was given.</param>
sealed record MintKey(DPoPKey Key, string? File)
{
    /// <summary>Null where tokens are bound to none. A run that goes on takes up the key that it began with.</summary>
    /// <exception cref="UsageException">What lies there is no key, or is not its owner's alone.</exception>
    /// <exception cref="NotKeptException">It cannot be kept.</exception>
    public static async Task<MintKey?> OpenAsync(DPoPChoice choice, string output, SecretReader secrets, CancellationToken ct)
    {
        if (choice.KeyReference is not null || !choice.Binds)
            return await choice.ResolveAsync(null, secrets, ct) is { } given ? new(given, null) : null;

        var file = $"{output}.dpop.pem";
        if (!System.IO.File.Exists(file))
            OwnFile.TryWriteNew(file, $"{DPoPKey.Create().ExportPrivateKey().TrimEnd()}\n");
        return new(Read(file), file);
    }

    static DPoPKey Read(string file)
    {
        if (OwnFile.IsOpen(file))
            throw new UsageException(
                $"{file} is the key of the tokens, and others may read it.", $"See who has: then chmod 600 {file}, or remove it.");

        try
        {
            return DPoPKey.FromPrivateKey(System.IO.File.ReadAllText(file).Trim());
        }
        catch (Exception none) when (none is ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{file} cannot be read as a private key.", "Remove it where no tokens are bound to it, or name another file with --to.");
        }
    }

    public override string ToString() => Key.Thumbprint;
}
