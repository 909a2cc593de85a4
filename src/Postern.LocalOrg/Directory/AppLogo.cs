namespace Postern.LocalOrg.Directory;

/// <summary>The picture of an app.</summary>
sealed record AppLogo
{
    /// <summary>The app's.</summary>
    public required string ClientId { get; init; }

    public required string MediaType { get; init; }

    /// <summary>In base64.</summary>
    public required string Content { get; init; }
}
