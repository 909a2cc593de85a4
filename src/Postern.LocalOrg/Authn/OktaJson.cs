using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.Local.Authn;

/// <summary>Bodies of Okta's own APIs, in the member order that Okta writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuthnRequest))]
[JsonSerializable(typeof(TransactionBody))]
[JsonSerializable(typeof(OktaErrorBody))]
sealed partial class OktaJson : JsonSerializerContext
{
    /// <summary>As Okta writes it: apostrophes are not escaped.</summary>
    public static OktaJson Wire => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>The body of <c>POST /api/v1/authn</c>: authn.md 3.1. What it has besides is ignored. Settable, since the serializer fills such members in half the time.</summary>
sealed record AuthnRequest
{
    public string? Username { get; set; }
    public string? Password { get; set; }
    public string? Token { get; set; }
    public string? StateToken { get; set; }
    public string? RelayState { get; set; }
    public string? Audience { get; set; }

    public override string ToString() => $"authentication of {Username}";
}

/// <summary>authn.md 14.</summary>
sealed record OktaErrorBody
{
    public required string ErrorCode { get; init; }
    public required string ErrorSummary { get; init; }
    public required string ErrorLink { get; init; }
    public required string ErrorId { get; init; }
    public required IReadOnlyList<ErrorCause> ErrorCauses { get; init; }
}

/// <summary>One cause of an error.</summary>
sealed record ErrorCause
{
    public required string ErrorSummary { get; init; }
}

/// <summary>The transaction object: authn.md 4.</summary>
sealed record TransactionBody
{
    public string? StateToken { get; init; }
    public string? ExpiresAt { get; init; }
    public required string Status { get; init; }
    public string? RelayState { get; init; }
    public string? SessionToken { get; init; }

    [JsonPropertyName("_embedded")]
    public required EmbeddedBody Embedded { get; init; }

    [JsonPropertyName("_links")]
    public LinksBody? Links { get; init; }

    public override string ToString() => Status;
}

/// <summary><c>_embedded</c> of a transaction.</summary>
sealed record EmbeddedBody
{
    public UserBody? User { get; init; }
    public IReadOnlyList<FactorBody>? Factors { get; init; }
    public PolicyBody? Policy { get; init; }
}

/// <summary>The user of a transaction.</summary>
sealed record UserBody
{
    public required string Id { get; init; }
    public required string PasswordChanged { get; init; }
    public required ProfileBody Profile { get; init; }
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

/// <summary>A factor as <c>MFA_REQUIRED</c> (with an id) and <c>MFA_ENROLL</c> (with a status) list it.</summary>
sealed record FactorBody
{
    public string? Id { get; init; }
    public required string FactorType { get; init; }
    public required string Provider { get; init; }
    public required string VendorName { get; init; }
    public FactorProfileBody? Profile { get; init; }

    [JsonPropertyName("_links")]
    public required LinksBody Links { get; init; }

    public string? Status { get; init; }
    public string? Enrollment { get; init; }
}

/// <summary>What a factor's list entry shows of it.</summary>
sealed record FactorProfileBody
{
    public required string CredentialId { get; init; }
}

/// <summary>What the policies say about the step: authn.md 6.</summary>
sealed record PolicyBody
{
    public ComplexityBody? Complexity { get; init; }
    public bool? AllowRememberDevice { get; init; }
    public int? RememberDeviceLifetimeInMinutes { get; init; }
    public bool? RememberDeviceByDefault { get; init; }
    public IReadOnlyDictionary<string, bool>? FactorsPolicyInfo { get; init; }
}

/// <summary>Okta's default password policy: authn.md 6.3.</summary>
sealed record ComplexityBody
{
    public int MinLength { get; init; } = 8;
    public int MinLowerCase { get; init; } = 1;
    public int MinUpperCase { get; init; } = 1;
    public int MinNumber { get; init; } = 1;
    public int MinSymbol { get; init; }
    public bool ExcludeUsername { get; init; } = true;
}

/// <summary>Links by what they lead to; each transaction has only those its status allows.</summary>
sealed record LinksBody
{
    public LinkBody? Next { get; init; }
    public LinkBody? Enroll { get; init; }
    public LinkBody? Verify { get; init; }
    public LinkBody? Cancel { get; init; }
}

/// <summary>A HAL link.</summary>
sealed record LinkBody
{
    public string? Name { get; init; }
    public required string Href { get; init; }
    public HintsBody Hints { get; init; } = new();
}

/// <summary>How a link may be followed.</summary>
sealed record HintsBody
{
    public IReadOnlyList<string> Allow { get; init; } = ["POST"];
}
