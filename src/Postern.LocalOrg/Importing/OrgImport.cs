namespace Postern.LocalOrg;

/// <summary>
/// The configuration of a tenant of Okta's as a seed file, read through its Management API: docs/seed-file.md. No secret is in it, and the
/// same tenant is the same bytes.
/// </summary>
public sealed class OrgImport
{
    OrgImport(string text, IReadOnlyList<string> remarks) => (Text, Remarks) = (text, remarks);

    /// <summary>The file, with <see cref="Remarks"/> as comments at its head.</summary>
    public string Text { get; }

    /// <summary>What could not be read, or a seed cannot say, each a sentence.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <param name="ask">Sends what is asked, and knows the tenant's address and the token; what it throws ends the import.</param>
    /// <param name="options">Default: 200 users, and secrets left out.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<OrgImport> ReadAsync(TenantReader ask, OrgImportOptions? options = null, CancellationToken ct = default)
    {
        options ??= new();
        Importing.Tenant tenant = new(ask, ct);
        var records = await new Importing.ImportedOrg(tenant, options).ReadAsync();
        var seed = SeedExport.Write(records, options.ReferencesSecrets ? ExportedSecrets.References : ExportedSecrets.LeftOut);
        foreach (var fault in FaultsOf(seed))
            tenant.Remark(fault);
        return new(Head(options, tenant.Remarks) + seed, tenant.Remarks);
    }

    /// <summary>What an org would not begin with is told here, not when one is started.</summary>
    static IEnumerable<string> FaultsOf(string seed)
    {
        try
        {
            SeedFile.Parse(seed, new() { FetchesSecrets = false });
            return [];
        }
        catch (SeedFileException faulty)
        {
            return faulty.Faults.Select(fault => $"To be mended before an org is started with it: {fault.Path}: {fault.Message}");
        }
    }

    static string Head(OrgImportOptions options, IReadOnlyList<string> remarks)
    {
        List<string> lines =
        [
            $"{options.Source ?? "A tenant"}, as its Management API told it: postern org start --seed THIS-FILE",
            "Secrets are not in it; those that it does not name are made, and told once, when an org is started with it.",
        ];
        if (remarks.Count > 0)
            lines.AddRange(["", "What could not be read, or cannot be said here:", .. remarks.Select(remark => "- " + remark)]);
        return string.Concat(lines.Select(line => $"# {line}".TrimEnd() + "\n")) + "\n";
    }
}
