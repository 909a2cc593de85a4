using System.Text.Json.Serialization;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>
/// What a transaction of Identity Engine's has besides: what its client asked for, and what was said so far (idx.md 1, 2).
/// </summary>
sealed record Interaction
{
    /// <summary>What is chosen where somebody wants to become a user.</summary>
    public const string Registering = "enroll-profile";

    /// <summary>Null: the org authorization server.</summary>
    public string? AuthorizationServerId { get; init; }

    public string RedirectUri { get; init; } = "";
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The client named no scopes, and these are the server's own.</summary>
    public bool HasDefaultScopes { get; init; }

    public string? State { get; init; }
    public string? Nonce { get; init; }
    public string? Context { get; init; }

    /// <summary>Null: it ends in the browser's session, and no code is issued.</summary>
    public string? CodeChallenge { get; init; }

    /// <summary>Of one that a page began: the path of the org's that it leads to.</summary>
    public string? ReturnTo { get; init; }

    /// <summary>Of one that a page began, what the app asked for there; null: no page of an app's did.</summary>
    public AskedAuthorization? Asked { get; init; }

    /// <summary>The name of the browser whose page began it: nobody else may end it. Null: no page did.</summary>
    public string? Browser { get; init; }

    /// <summary>The device of its user, as a client says that has proved itself; null: a cookie does, or nothing.</summary>
    public string? Device { get; init; }

    /// <summary>The client must prove itself to redeem the code.</summary>
    public bool IsConfidential { get; init; }

    /// <summary>Who the client thinks it is; null: it does not say.</summary>
    public string? LoginHint { get; init; }

    /// <summary>Whether it is begun to activate a device, whose app nobody knows until its code has been typed.</summary>
    public bool IsActivation { get; init; }

    /// <summary>What a device shows that is to be activated; null: none, or not typed yet.</summary>
    public string? UserCode { get; init; }

    /// <summary>The user name, as it was typed; null until it is.</summary>
    public string? Login { get; init; }

    /// <summary>The authenticator that was chosen, where it must be told more before anything is asked or sent.</summary>
    public string? Chosen { get; init; }

    /// <summary>The method of it that was chosen; null: none yet.</summary>
    public string? Method { get; init; }

    /// <summary>What the app's policy wants proved, one of these; null: nothing in particular.</summary>
    public IReadOnlyList<AppConstraint>? Constraints { get; init; }

    /// <summary>
    /// Whether its client signs the user in by itself, and every answer but the last is a refusal that tells how to go on.
    /// </summary>
    public bool IsDirect { get; init; }

    /// <summary>
    /// Whether the org's own pages ask: it ends in the session of the browser before them, and nobody else may take a step on it.
    /// </summary>
    public bool IsHosted { get; init; }

    /// <summary>Whether the app wants two factors.</summary>
    public bool RequiresFactor { get; init; }

    /// <summary>Whether this device need not be asked for a second factor for a while.</summary>
    public bool RemembersDevice { get; init; }

    /// <summary>How the phone that is being set up is led here; null: by the QR code.</summary>
    public string? Channel { get; init; }

    /// <summary>The address or number that the link has been sent to; null: none yet.</summary>
    public string? LinkTo { get; init; }

    /// <summary>Whether the browser keeps its session when it is closed; null: nobody has been asked.</summary>
    public bool? StaysSignedIn { get; init; }

    /// <summary>Whether the browser keeps its session, as far as anybody has said.</summary>
    [JsonIgnore]
    public bool KeepsSession => StaysSignedIn ?? RemembersDevice;

    public bool HasSkippedProfile { get; init; }

    /// <summary>Whether the user lets the app have what it asks for.</summary>
    public bool HasAgreed { get; init; }

    /// <summary>Scopes that the user has kept back.</summary>
    public IReadOnlyList<string> Declined { get; init; } = [];

    /// <summary>How old a session may be in whose browser it is begun, in seconds; null: that does not matter.</summary>
    public long? MaxAge { get; init; }

    /// <summary>Seconds since the epoch, of a session that brought part of the proof; null: none did.</summary>
    public long? AuthenticatedAt { get; init; }

    /// <summary>Seconds since the epoch; null until everything is proved.</summary>
    public long? FinishedAt { get; init; }

    /// <summary>Whether so much is what the app wants.</summary>
    public bool IsProvedBy(IReadOnlyCollection<string> methods) =>
        (!RequiresFactor || methods.Contains("mfa"))
            && (Constraints is null || Constraints.Any(constraint => constraint.IsMetBy(methods)));

    /// <summary>As it was before anybody said anything.</summary>
    public Interaction Afresh() => this with
    {
        UserCode = null,
        Channel = null,
        LinkTo = null,
        StaysSignedIn = null,
        HasSkippedProfile = false,
        HasAgreed = false,
        Declined = [],
        Login = null,
        Chosen = null,
        Method = null,
        Constraints = null,
        RequiresFactor = false,
        RemembersDevice = false,
        AuthenticatedAt = null,
        FinishedAt = null,
    };

    public override string ToString() => $"interaction at {AuthorizationServerId ?? "the org"}";
}
