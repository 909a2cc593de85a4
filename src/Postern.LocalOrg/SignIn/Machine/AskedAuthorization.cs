namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>What an app's authorize request asked that waits behind a page: Identity Engine's clients are told (idx.md 4.1).</summary>
sealed record AskedAuthorization
{
    /// <summary>Null: the org authorization server.</summary>
    public string? ServerId { get; init; }

    public required string ServerName { get; init; }
    public required string Issuer { get; init; }

    /// <summary>Seconds; null: it does not matter.</summary>
    public long? MaxAge { get; init; }

    /// <summary>The others, in the order in which they are told.</summary>
    public required Dictionary<string, string> Parameters { get; init; }

    public override string ToString() => $"request at {ServerName}";
}
