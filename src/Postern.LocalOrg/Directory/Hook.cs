namespace Postern.LocalOrg.Directory;

/// <summary>A service of somebody else's that the org asks before it does something: management.md 16.</summary>
sealed record InlineHook
{
    /// <summary>Those that are asked here.</summary>
    public const string TokenTransform = "com.okta.oauth2.tokens.transform",
        PasswordImport = "com.okta.user.credential.password.import", Telephony = "com.okta.telephony.provider";

    /// <summary>Okta's; all but those three are kept, and asked by nobody.</summary>
    public static readonly IReadOnlyList<string> Types =
    [
        TokenTransform, "com.okta.import.transform", "com.okta.saml.tokens.transform", "com.okta.user.pre-registration", PasswordImport,
        Telephony,
    ];

    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Type { get; init; }
    public required string Version { get; init; }
    public required HookChannel Channel { get; init; }
    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}

/// <summary>A service of somebody else's that is told of events of the System Log: management.md 16.</summary>
sealed record EventHook
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public Lifecycle Status { get; init; }

    /// <summary>Whether the address has shown that it is its owner's; nothing is delivered before.</summary>
    public bool IsVerified { get; init; }

    /// <summary>The types of the events, in the order in which they were sent.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    public required HookChannel Channel { get; init; }
    public string? CreatedBy { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}

/// <summary>How a hook is called.</summary>
sealed record HookChannel
{
    public required string Uri { get; init; }

    public IReadOnlyList<HookHeader> Headers { get; init; } = [];

    /// <summary>The header that proves to the service who calls; null: none.</summary>
    public HookHeader? Secret { get; init; }

    public override string ToString() => "a hook's channel";
}

/// <summary>A header that is sent with each call.</summary>
sealed record HookHeader(string Key, string Value)
{
    public override string ToString() => Key;
}
