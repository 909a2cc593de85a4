using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// One of the org's ways to prove who somebody is, with its methods. Those that every org has are stored once an admin changes them.
/// </summary>
sealed record Authenticator
{
    public required string Id { get; init; }

    /// <summary>Such as <c>phone_number</c>: there is one of each.</summary>
    public required string Key { get; init; }

    public required string Name { get; init; }
    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
    public required IReadOnlyList<AuthenticatorMethod> Methods { get; init; }

    /// <summary>An object, or null.</summary>
    public JsonElement? Settings { get; init; }

    /// <inheritdoc cref="Settings"/>
    public JsonElement? Provider { get; init; }
}

/// <summary>A method of an authenticator, such as <c>sms</c>.</summary>
sealed record AuthenticatorMethod
{
    public required string Type { get; init; }
    public Lifecycle Status { get; init; }

    /// <summary>An object, or null.</summary>
    public JsonElement? Settings { get; init; }
}
