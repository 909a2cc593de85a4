namespace Postern.LocalOrg;

/// <summary>
/// A trusted origin of Okta's. A text is one whose pages may do both: <c>TrustedOrigins = ["https://app.example.com"]</c>.
/// </summary>
public sealed record SeedTrustedOrigin
{
    static readonly IReadOnlyList<string> Both = ["CORS", "REDIRECT"];

    /// <summary>20 characters beginning with <c>tos</c>. Default: made of the origin, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Scheme, host and port, such as <c>https://app.example.com</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>For people. Default: the origin.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// What it is trusted with, in Okta's words: <c>CORS</c> lets its scripts call, <c>REDIRECT</c> lets browsers be sent there,
    /// <c>IFRAME_EMBED</c> decides nothing here. Default the first two.
    /// </summary>
    public IReadOnlyList<string> Scopes { get; init; } = Both;

    /// <summary>Default true; false is trusted with nothing.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>One for scripts and redirects.</summary>
    public static implicit operator SeedTrustedOrigin(string origin) => FromString(origin);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static SeedTrustedOrigin FromString(string origin) => new() { Origin = origin };

    /// <summary>The origin.</summary>
    public override string ToString() => Origin;
}
