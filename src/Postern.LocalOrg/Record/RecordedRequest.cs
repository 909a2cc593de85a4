namespace Postern.LocalOrg;

/// <summary>A request that the org was sent, and what it answered. It holds no secret: those that it had appear as fingerprints.</summary>
public sealed record RecordedRequest
{
    /// <summary>Rises with each that was recorded, in whichever process: what comes later has a higher one.</summary>
    public required long Number { get; init; }

    /// <summary>As the answer has it in <c>X-Okta-Request-Id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When it came, by the org's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took, by the machine's.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>As HTTP has it.</summary>
    public required string Method { get; init; }

    /// <summary>Without its query. Values in it that may be secrets are fingerprints.</summary>
    public required string Path { get; init; }

    /// <summary>The path as the org's table has it, as <c>/oauth2/{authorizationServerId}/v1/token</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The app that asked, where there is one of that id.</summary>
    public string? ClientId { get; init; }

    /// <summary>The login of the user who asked or whom it concerned, where it came to that.</summary>
    public string? User { get; init; }

    /// <summary>Where it came from, as policies see it; null where a proxy speaks for somebody.</summary>
    public string? Address { get; init; }

    /// <summary>Of HTTP.</summary>
    public required int Status { get; init; }

    /// <summary>
    /// <c>done</c>, <c>refused</c>, <c>limited</c>, <c>not_built</c>, <c>unavailable</c>, <c>failed</c> or <c>abandoned</c>.
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>The code that it was refused with, as <c>invalid_grant</c> or <c>E0000004</c>.</summary>
    public string? Error { get; init; }

    /// <summary>Why, where the org knows more than the code says.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Parameters, JSON members and headers that it had, by name: those that cannot be secrets as they were, others as fingerprints, as
    /// <c>postern -v</c> shows them. Passwords and codes of a few digits, which could be guessed by theirs, are <c>(withheld)</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Sent { get; init; }

    /// <summary>The same of the answer.</summary>
    public required IReadOnlyDictionary<string, string> Answered { get; init; }

    /// <summary>The ids of the fault scripts that struck it.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>In a line.</summary>
    public override string ToString() => string.Join(' ', Method, Path, Status, Error ?? Outcome);
}
