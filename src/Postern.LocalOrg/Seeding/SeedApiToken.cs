namespace Postern.LocalOrg;

/// <summary>An API token of an admin (<c>SSWS</c>); stored hashed. A text is a token without a name: <c>ApiTokens = ["00…"]</c>.</summary>
public sealed record SeedApiToken
{
    /// <summary>In clear.</summary>
    public required string Token { get; init; }

    /// <summary>Default: made of its place in the list.</summary>
    public string? Name { get; init; }

    /// <summary>Whose rights it has, by id or login. Default: the org's first active super admin.</summary>
    public string? Owner { get; init; }

    /// <summary>Network zones from which alone it may be used, by id or name. Default: from anywhere.</summary>
    public IReadOnlyList<string>? Zones { get; init; }

    /// <summary>Network zones from which it may not be used, by id or name. Default: none.</summary>
    public IReadOnlyList<string>? ExcludedZones { get; init; }

    /// <summary>A token with neither name nor owner.</summary>
    public static implicit operator SeedApiToken(string token) => FromString(token);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static SeedApiToken FromString(string token) => new() { Token = token };

    /// <summary>Without the token.</summary>
    public override string ToString() => Name ?? "API token";
}
