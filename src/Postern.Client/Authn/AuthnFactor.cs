using System.Text.Json;

namespace Postern.Client;

/// <summary>A factor that a transaction offers, or has chosen.</summary>
public sealed record AuthnFactor
{
    /// <summary>Null for one that is yet to be enrolled.</summary>
    public string? Id { get; init; }

    /// <summary>Such as <c>token:software:totp</c>, <c>push</c> or <c>sms</c>.</summary>
    public required string FactorType { get; init; }

    /// <summary>Such as <c>OKTA</c> or <c>GOOGLE</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>Such as <c>NOT_SETUP</c>, while enrolling.</summary>
    public string? Status { get; init; }

    /// <summary><c>REQUIRED</c> or <c>OPTIONAL</c>, while enrolling.</summary>
    public string? Enrollment { get; init; }

    /// <summary>As Okta wrote it: a masked number, a question; undefined where there is none.</summary>
    public JsonElement Profile { get; init; }

    /// <summary>What it has been asked, or how it is activated, as Okta wrote it; undefined where there is neither. A TOTP seed in it is secret.</summary>
    public JsonElement Embedded { get; init; }

    /// <summary>Sends its challenge (without input), or answers it; null where it cannot be verified here.</summary>
    public AuthnStep? Verify => Step("verify");

    /// <summary>Enrolls it; null where it cannot be enrolled here.</summary>
    public AuthnStep? Enroll => Step("enroll");

    /// <summary>What may be done with it, by the name of the link.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<AuthnLink>> Links { get; init; } = new Dictionary<string, IReadOnlyList<AuthnLink>>();

    internal OktaClient? Client { get; init; }

    internal string? StateToken { get; init; }

    /// <summary>Type, provider and id: no seed.</summary>
    public override string ToString() => $"{FactorType} of {Provider} ({Id ?? Status})";

    AuthnStep? Step(string key) => Client is { } client && Links.TryGetValue(key, out var links) && links is [var link, ..] ? new(client, link, StateToken, this) : null;
}

/// <summary>A link of a transaction: Okta wants them followed, not built.</summary>
public sealed record AuthnLink
{
    /// <summary>What it does, such as <c>changePassword</c>; null where the link's own key says it all.</summary>
    public string? Name { get; init; }

    /// <summary>Absolute.</summary>
    public required string Href { get; init; }

    /// <summary>The methods it takes, mostly <c>POST</c>.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];
}
