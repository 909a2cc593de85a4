using System.Text.Json;

namespace Postern.LocalOrg;

/// <summary>
/// Why a token is as it is, or a request was answered as it was: which policy and rule decided, where each claim comes from, and what the
/// rules behind would have said. Worked out again with the code that decides, by what the org knows now.
/// </summary>
public sealed record Explanation
{
    /// <summary><c>access token</c>, <c>ID token</c>, <c>refresh token</c> or <c>request</c>.</summary>
    public required string Of { get; init; }

    /// <summary>The request itself, or the one that the token came of, where it is on record.</summary>
    public RecordedRequest? Request { get; init; }

    /// <summary>The authorization server; <c>org</c> is the org's own. Null: the request was for none.</summary>
    public string? AuthorizationServer { get; init; }

    /// <summary>The app's.</summary>
    public string? ClientId { get; init; }

    /// <summary>As people know it.</summary>
    public string? App { get; init; }

    /// <summary>The login. Null: no user.</summary>
    public string? User { get; init; }

    /// <summary>What the access policies were asked for; of a hybrid flow both, separated by a space.</summary>
    public string? GrantType { get; init; }

    /// <summary>Likewise.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>By the token.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>In the order in which they are asked.</summary>
    public IReadOnlyList<ExplainedPolicy> AccessPolicies { get; init; } = [];

    /// <summary>The global session, password and enrolment policies, for the user.</summary>
    public IReadOnlyList<ExplainedPolicy> SignInPolicies { get; init; } = [];

    /// <summary>Those that the authorization server was given; and <c>sub</c>.</summary>
    public IReadOnlyList<ExplainedClaim> Claims { get; init; } = [];

    /// <summary>What else there is to say, and what had to be assumed.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>What a policy says.</summary>
public sealed record ExplainedPolicy
{
    /// <summary><c>access</c>, <c>session</c>, <c>password</c> or <c>enrolment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>As people know it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is asked, and why not.</summary>
    public required string Says { get; init; }

    /// <summary>In the order in which they are asked; those of a policy that is not asked are left out.</summary>
    public IReadOnlyList<ExplainedRule> Rules { get; init; } = [];

    /// <summary>Whether it is the one that decides, by a rule or by itself.</summary>
    public bool Decides { get; init; }
}

/// <summary>What a rule says, or would have said.</summary>
public sealed record ExplainedRule
{
    /// <summary>As people know it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it matches, and why not; what it gives.</summary>
    public required string Says { get; init; }

    /// <summary>Whether it is the one that decides: the first that gives all that was asked for, or the first that matches.</summary>
    public bool Decides { get; init; }

    /// <summary>Whether it would decide if the one that does were not there.</summary>
    public bool IsNext { get; init; }

    /// <summary>What it gives of the scopes.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Of an access token by it.</summary>
    public long? AccessTokenSeconds { get; init; }

    /// <summary>Of a refresh token by it; 0 is without end.</summary>
    public long? RefreshTokenSeconds { get; init; }
}

/// <summary>Where a claim comes from.</summary>
public sealed record ExplainedClaim
{
    /// <summary>As tokens have it.</summary>
    public required string Name { get; init; }

    /// <summary><c>access token</c> or <c>ID token</c>.</summary>
    public required string In { get; init; }

    /// <summary>The expression, or the groups that it names.</summary>
    public required string From { get; init; }

    /// <summary>Whether it goes into a token of these scopes, and why not.</summary>
    public required string Says { get; init; }

    /// <summary>What it is worth now; null where it is left out.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>What the token has; null where it has none, or none is explained.</summary>
    public JsonElement? InToken { get; init; }
}
