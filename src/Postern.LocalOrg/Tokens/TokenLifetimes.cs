namespace Postern.LocalOrg.Tokens;

/// <summary>How long the tokens of a grant live: oidc.md 21.</summary>
/// <param name="AccessTokenSeconds">Of the access token.</param>
/// <param name="RefreshTokenSeconds">Of the refresh token from its first issue, used or not; 0: without end.</param>
/// <param name="RefreshTokenIdleSeconds">Of the refresh token since it was last used.</param>
sealed record TokenLifetimes(int AccessTokenSeconds, long RefreshTokenSeconds, long RefreshTokenIdleSeconds)
{
    /// <summary>The token hook that the rule names, which is asked before anything is issued; null: none.</summary>
    public AskedHook? Asks { get; init; }

    /// <summary>No access token outlives this, so that none that was revoked need be remembered for longer.</summary>
    public static readonly TimeSpan LongestAccessToken = TimeSpan.FromHours(24);

    /// <summary>The org authorization server's are fixed: an hour, 90 days (oidc.md 1).</summary>
    public static readonly TokenLifetimes Org = new(3600, 90 * 24 * 3600, 90 * 24 * 3600);
}

/// <summary>A token hook, and the rule that names it.</summary>
sealed record AskedHook(string HookId, string PolicyId, string RuleId);
