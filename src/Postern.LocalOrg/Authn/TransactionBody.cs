using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Authn;

/// <summary>The transaction object, in the member order of authn.md 4.</summary>
sealed record TransactionBody
{
    public string? StateToken { get; init; }
    public string? Type { get; init; }
    public string? ExpiresAt { get; init; }
    public required string Status { get; init; }
    public string? RelayState { get; init; }
    public string? FactorResult { get; init; }
    public string? RecoveryToken { get; init; }
    public string? ChallengeType { get; init; }
    public string? FactorType { get; init; }
    public string? RecoveryType { get; init; }
    public string? SessionToken { get; init; }

    [JsonPropertyName("_embedded")]
    public EmbeddedBody? Embedded { get; init; }

    [JsonPropertyName("_links")]
    public LinksBody? Links { get; init; }

    public override string ToString() => Status;
}

/// <summary>What a cancelled transaction leaves: authn.md 6.17.</summary>
sealed record CancelledBody
{
    public required string RelayState { get; init; }
}

/// <summary><c>_embedded</c> of a transaction.</summary>
sealed record EmbeddedBody
{
    public UserBody? User { get; init; }
    public IReadOnlyList<FactorBody>? Factors { get; init; }
    public FactorBody? Factor { get; init; }
    public ChallengeBody? Challenge { get; init; }
    public PolicyBody? Policy { get; init; }
    public TargetBody? Target { get; init; }
    public AuthenticationBody? Authentication { get; init; }
}

/// <summary>The app that somebody is to be signed in for: authn.md 6.15.</summary>
sealed record TargetBody
{
    public string Type { get; init; } = "APP";
    public string Name { get; init; } = "oidc_client";
    public required string Label { get; init; }

    [JsonPropertyName("_links")]
    public required LinksBody Links { get; init; }
}

/// <summary>How the app asked. UNCONFIRMED (authn.md 6.15): the protocol's name, where it is not SAML.</summary>
sealed record AuthenticationBody
{
    public string Protocol { get; init; } = "OPENID_CONNECT";
    public required IssuerBody Issuer { get; init; }
}

/// <summary>Who asked.</summary>
sealed record IssuerBody
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Uri { get; init; }
}

/// <summary>The user of a transaction.</summary>
sealed record UserBody
{
    public required string Id { get; init; }
    public string? PasswordChanged { get; init; }
    public required ProfileBody Profile { get; init; }

    [JsonPropertyName("recovery_question")]
    public RecoveryQuestionBody? RecoveryQuestion { get; init; }
}

/// <summary>A user's profile; the capital Z of <c>timeZone</c> is Okta's.</summary>
sealed record ProfileBody
{
    public required string Login { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Locale { get; init; }
    public required string TimeZone { get; init; }
}

/// <summary>What is asked when a password is recovered.</summary>
sealed record RecoveryQuestionBody
{
    public required string Question { get; init; }
}

/// <summary>What the policies say about the step: authn.md 6.</summary>
sealed record PolicyBody
{
    public ExpirationBody? Expiration { get; init; }
    public ComplexityBody? Complexity { get; init; }
    public AgeBody? Age { get; init; }
    public bool? AllowRememberDevice { get; init; }
    public int? RememberDeviceLifetimeInMinutes { get; init; }
    public bool? RememberDeviceByDefault { get; init; }
    public IReadOnlyDictionary<string, AutoPushBody>? FactorsPolicyInfo { get; init; }
}

/// <summary>Whether a push is sent without being asked for.</summary>
sealed record AutoPushBody
{
    public required bool AutoPushEnabled { get; init; }
}

/// <summary>When the password expires.</summary>
sealed record ExpirationBody
{
    public required int PasswordExpireDays { get; init; }
}

/// <summary>How a password is made: authn.md 6.3.</summary>
sealed record ComplexityBody
{
    public required int MinLength { get; init; }
    public required int MinLowerCase { get; init; }
    public required int MinUpperCase { get; init; }
    public required int MinNumber { get; init; }
    public required int MinSymbol { get; init; }
    public required bool ExcludeUsername { get; init; }
    public IReadOnlyList<string>? ExcludeAttributes { get; init; }
}

/// <summary>How soon and how often a password is changed.</summary>
sealed record AgeBody
{
    public required int MinAgeMinutes { get; init; }
    public required int HistoryCount { get; init; }
}

/// <summary>Links by what they lead to; each transaction has only those its status allows.</summary>
sealed record LinksBody
{
    public LinkBody? Next { get; init; }
    public LinkBody? Questions { get; init; }
    public LinkBody? Enroll { get; init; }
    public LinkBody? Verify { get; init; }
    public LinkBody? Activate { get; init; }
    public LinkBody? Skip { get; init; }
    public LinkBody? Prev { get; init; }
    public LinkBody? Cancel { get; init; }

    /// <summary>A link in the states of recovery, a list of them everywhere else: authn.md 4.</summary>
    public object? Resend { get; init; }

    public IReadOnlyList<LinkBody>? Send { get; init; }
    public LinkBody? Qrcode { get; init; }
    public LinkBody? Logo { get; init; }
}

/// <summary>A HAL link.</summary>
sealed record LinkBody
{
    public string? Name { get; init; }
    public string? Title { get; init; }
    public required string Href { get; init; }
    public string? Type { get; init; }
    public HintsBody? Hints { get; init; }
}

/// <summary>How a link may be followed.</summary>
sealed record HintsBody
{
    public IReadOnlyList<string> Allow { get; init; } = ["POST"];
}
