namespace Postern.LocalOrg;

/// <summary>An event hook: a service that is told of what the System Log says.</summary>
public sealed record SeedEventHook
{
    /// <summary>20 characters beginning with <c>who</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>For people. Default: none.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is told: an absolute http or https URL.</summary>
    public required string Uri { get; init; }

    /// <summary>Types of events, such as <c>user.session.start</c>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Headers that are sent with each call. Default: none.</summary>
    public IReadOnlyList<SeedHeader> Headers { get; init; } = [];

    /// <summary>The header that proves to the service who calls. Default: none.</summary>
    public string? AuthHeader { get; init; }

    /// <summary>The value of <see cref="AuthHeader"/>, in clear; kept as it is, since it is sent.</summary>
    public string? AuthSecret { get; init; }

    /// <summary>Default true; false is told nothing.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>
    /// Whether nothing is told before the address has answered Okta's one-time challenge (<c>lifecycle/verify</c>). Default false: it is
    /// taken to have.
    /// </summary>
    public bool IsUnverified { get; init; }

    /// <summary>Without its secret.</summary>
    public override string ToString() => $"{Name} ({Id})";
}

/// <summary>A header that is sent with each call of a hook.</summary>
public sealed record SeedHeader
{
    /// <summary>Such as <c>X-Environment</c>.</summary>
    public required string Name { get; init; }

    /// <summary>No secret: the Management API tells it.</summary>
    public required string Value { get; init; }
}
