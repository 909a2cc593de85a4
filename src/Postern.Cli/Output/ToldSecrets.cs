using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>
/// How a seed's secrets are told: by where they are; those that were made, by themselves when the org is made, and never again.
/// </summary>
sealed class ToldSecrets
{
    readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);

    public ToldSecrets(IReadOnlyList<SeedSecret> secrets, bool isOrgNew)
    {
        foreach (var secret in secrets)
            _told.TryAdd(secret.Value, secret.Reference ?? (isOrgNew ? secret.Value : ""));
        Made = isOrgNew ? [.. secrets.Where(secret => secret.Reference is null)] : [];
    }

    /// <summary>Nobody knows them yet.</summary>
    public IReadOnlyList<SeedSecret> Made { get; }

    public string Of(string? secret) => secret is null ? "" : _told.GetValueOrDefault(secret, secret);

    /// <summary>Whether it can be used by who reads it.</summary>
    public bool IsClear(string? secret) => secret is { Length: > 0 } && Of(secret) == secret;
}
