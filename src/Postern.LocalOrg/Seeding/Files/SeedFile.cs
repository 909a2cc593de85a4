using System.Text;

namespace Postern.LocalOrg;

/// <summary>
/// A seed in a file: YAML or JSON, as docs/seed-file.md describes it. Everything is judged at once, and every fault has its line.
/// </summary>
public sealed class SeedFile
{
    /// <summary>A seed of so many bytes has a million users; more is a slip.</summary>
    const int Largest = 64 * 1024 * 1024;

    SeedFile(OrgSeed seed, IReadOnlyList<SeedSecret> secrets) => (Seed, Secrets) = (seed, secrets);

    /// <summary>What it says, complete: every id that was left out is there, and what names another by name names it by id.</summary>
    public OrgSeed Seed { get; }

    /// <summary>The secrets that do not stand in the file: fetched from elsewhere, or made, and then told here once.</summary>
    public IReadOnlyList<SeedSecret> Secrets { get; }

    /// <summary>The JSON Schema (2020-12) of such a file, for editors.</summary>
    public static string Schema
    {
        get
        {
            using var resource = typeof(SeedFile).Assembly.GetManifestResourceStream("seed.schema.json")!;
            using StreamReader reader = new(resource, Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    /// <exception cref="SeedFileException">It cannot be used; every fault is told.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<SeedFile> ReadAsync(string path, SeedFileOptions? options = null, CancellationToken ct = default)
    {
        options ??= new();
        options = options with
        {
            Name = options.Name ?? path,
            Folder = options.Folder ?? Path.GetDirectoryName(Path.GetFullPath(path)),
        };
        if (new FileInfo(path) is { Exists: true, Length: > Largest })
            throw Refused(options, $"it has more than {Largest / 1024 / 1024} MiB: no seed has.");

        try
        {
            return Parse(Decode(await File.ReadAllBytesAsync(path, ct)), options);
        }
        catch (DecoderFallbackException)
        {
            throw Refused(options, "it is not in UTF-8. Save it as that.");
        }
    }

    /// <exception cref="SeedFileException">It cannot be used; every fault is told.</exception>
    public static SeedFile Parse(string text, SeedFileOptions? options = null)
    {
        options ??= new();
        SeedFaults faults = new(options.Name ?? "seed");
        SeedSecrets secrets = new(options, faults);
        var seed = Read(text.TrimStart('\uFEFF'), options, faults, secrets);
        if (faults.Any)
            throw new SeedFileException(faults.Found);
        if (options.Before is not { } before)
            return new(seed!, secrets.Found);

        var (kept, made) = new SecretsMadeBefore(before, secrets.Found).Keep(seed!);
        return new(kept, made);
    }

    static OrgSeed? Read(string text, SeedFileOptions options, SeedFaults faults, SeedSecrets secrets)
    {
        var root = YamlReader.Read(text, faults);
        if (root is null or SeedNode.Text { IsNull: true })
        {
            if (!faults.Any)
                faults.Add("", "it is empty: a seed has users, apps and servers, as 'users: [ada@example.com]'.");
            return null;
        }

        var overlay = new SeedOverlay(options.OnTopOf, new SeedShaper(faults, secrets).Shape(root));
        var whole = SeedIds.Complete(overlay.Seed);
        foreach (var fault in SeedReferences.Check(overlay.Seed).Concat(SeedRules.FaultsOf(whole)))
            faults.Add(fault, overlay.PathInFile(SeedNames.OfPath(fault.Where)));
        faults.AddThoseOfMadeIds();
        return whole;
    }

    static string Decode(byte[] bytes) =>
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);

    static SeedFileException Refused(SeedFileOptions options, string because)
    {
        SeedFaults faults = new(options.Name ?? "seed");
        faults.Add("", because);
        return new(faults.Found);
    }
}
