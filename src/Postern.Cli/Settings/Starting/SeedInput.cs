using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Reads a seed from where a flag says.</summary>
static class SeedInput
{
    public const string Stdin = "-";

    public static async Task<SeedFile> ReadAsync(
        string file, SeedFile? before, Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var options = Options(io) with { Before = before };
        try
        {
            var read = file is Stdin
                ? SeedFile.Parse(await secrets.ReadAsync(Stdin, "--seed", "Seed", ct), options with { Name = "standard input" })
                : await SeedFile.ReadAsync(file, options, ct);
            foreach (var secret in read.Secrets)
                io.Secrets.Remember(secret.Value);
            return read;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UsageException($"The seed {file} cannot be read: {failed.Message}", "Check the path and its permissions.");
        }
    }

    public static SeedFileOptions Options(Terminal io) => new() { Environment = io.Environment };

    public static bool IsReference(string text) =>
        text.StartsWith("env:", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.Ordinal);
}

/// <summary>A seed, and what it was read from.</summary>
sealed record ChosenSeed(OrgSeed Seed)
{
    public SeedFile? File { get; init; }
    public SeedFile? Flags { get; init; }
    public IReadOnlyList<string> ApiTokens { get; init; } = [];

    /// <summary>Of the file, before it was read; null where it is not watched.</summary>
    public FileStamp? Stamp { get; init; }

    /// <summary>Those that stand elsewhere, or nowhere yet.</summary>
    public IReadOnlyList<SeedSecret> Secrets => [.. File?.Secrets ?? [], .. Flags?.Secrets ?? []];

    public static ChosenSeed Of(SeedFile file) => new(file.Seed) { File = file };

    public override string ToString() => "a seed";
}
