namespace Postern.Client;

/// <summary>What a person must do on another device, and what redeems it: RFC 8628 section 3.2.</summary>
public sealed record DeviceAuthorization
{
    /// <summary>Secret: what the token endpoint is asked with.</summary>
    public required string DeviceCode { get; init; }

    /// <summary>What the person enters at <see cref="VerificationUri"/>.</summary>
    public required string UserCode { get; init; }

    /// <summary>Where the person goes.</summary>
    public required string VerificationUri { get; init; }

    /// <summary>The same with the user code in it, for a QR code; null where the server has none.</summary>
    public string? VerificationUriComplete { get; init; }

    /// <summary>By our clock; after it nobody can decide any more.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How long to wait before each question. 5 s where the server names none.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The scopes asked for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What the person may see.</summary>
    public override string ToString() =>
        $"DeviceAuthorization {{ UserCode = {UserCode}, VerificationUri = {VerificationUri}, DeviceCode = {Fingerprint.Of(DeviceCode)}, " +
        $"ExpiresAt = {ExpiresAt:O} }}";
}
