namespace Postern.LocalOrg.SignIn;

/// <summary>An authorize request that waits behind a page, or the way to a page that somebody must sign in for.</summary>
sealed record PendingAuthorization
{
    /// <summary>Null: the org authorization server.</summary>
    public string? AuthorizationServerId { get; init; }

    public required Dictionary<string, string> Parameters { get; init; }

    /// <summary>Seconds since the epoch: a session begun after this satisfies <c>prompt=login</c>.</summary>
    public required long AskedAt { get; init; }

    /// <summary>Whether a password is not enough for the app, whatever the request says.</summary>
    public bool RequiresFactor { get; init; }

    /// <summary>The app that it is about; null: none.</summary>
    public string? AppId { get; init; }

    /// <summary>A page of the org's own that the sign-in leads to; null for an app.</summary>
    public string? ReturnTo { get; init; }

    /// <summary>What the consent page asks, while it waits behind that one.</summary>
    public ConsentQuestion? Question { get; init; }

    /// <summary>What the user said there.</summary>
    public ConsentAnswer? Answer { get; init; }
}

/// <summary>What a consent page asks, and of whom: nobody else may answer it.</summary>
sealed record ConsentQuestion
{
    public required string SessionHash { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Those of them that the user may keep back.</summary>
    public required IReadOnlyList<string> Optional { get; init; }
}

/// <summary>What a user said on a consent page.</summary>
sealed record ConsentAnswer
{
    public required string UserId { get; init; }
    public required bool Allows { get; init; }

    /// <summary>Optional scopes that the user kept back.</summary>
    public IReadOnlyList<string> Declined { get; init; } = [];
}

/// <summary>A pushed authorization request until it is redeemed: RFC 9126.</summary>
sealed record PushedAuthorization
{
    public required Dictionary<string, string> Parameters { get; init; }

    /// <summary>Of the session token that was pushed along.</summary>
    public string? SessionTokenHash { get; init; }

    /// <summary>Of the interclient token that was.</summary>
    public string? InterclientTokenHash { get; init; }
}
