using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>What an app knows of a user or a group that is assigned to it, which expressions know as <c>appuser</c>.</summary>
public sealed record SeedAssignedProfile
{
    /// <summary>A user by id or login, or a group by id or name.</summary>
    public required string Of { get; init; }

    /// <summary>Attributes of the app's profile.</summary>
    public required JsonObject Profile { get; init; }
}
