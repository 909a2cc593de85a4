namespace Postern.LocalOrg;

/// <summary>A custom scope of a custom authorization server. A text is a scope of that name: <c>Scopes = ["orders:read"]</c>.</summary>
public sealed record SeedScope
{
    /// <summary>
    /// Printable ASCII without space, <c>"</c> and <c>\</c>; none of OpenID Connect's, and not beginning with <c>okta.</c> or <c>okta:</c>.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>As the consent page names it. Default: <see cref="Name"/>.</summary>
    public string? DisplayName { get; init; }

    /// <summary>As the consent page explains it. Default: not at all.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// Whether a user must agree before an app that asks for consent gets it. Default <see cref="ScopeConsent.Implicit"/>.
    /// </summary>
    public ScopeConsent Consent { get; init; }

    /// <summary>Okta's <c>default</c>: granted to a request that names no scope. Default false.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Okta's <c>metadataPublish</c> <c>ALL_CLIENTS</c>: discovery lists it in <c>scopes_supported</c>. Default false.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Whether the user may say no to this one scope and yes to the others. Default false.</summary>
    public bool IsOptional { get; init; }

    /// <summary>A scope of that name, with the defaults.</summary>
    public static implicit operator SeedScope(string name) => FromString(name);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static SeedScope FromString(string name) => new() { Name = name };
}
