namespace Postern.LocalOrg.Callers;

/// <summary>Who calls the Management API: by an API token, or by an access token of the org's.</summary>
sealed record ApiPrincipal
{
    /// <summary>The API token's; null: an access token.</summary>
    public string? TokenId { get; init; }

    /// <summary>The owner of the API token, or the user that the access token was issued for; null: nobody.</summary>
    public string? UserId { get; init; }

    /// <summary>The app that the access token was issued to; null: an API token.</summary>
    public string? ClientId { get; init; }
}
