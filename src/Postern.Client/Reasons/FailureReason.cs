namespace Postern.Client;

/// <summary>
/// Why something fails that can be seen from outside: one entry of the catalogue, with its cause and its remedy. What a hint says comes
/// from here.
/// </summary>
/// <remarks>Several entries may have one id, where the org says in several ways what comes of one cause.</remarks>
public sealed record FailureReason
{
    /// <summary>
    /// Such as <c>C05</c>: A address, B authentication, C authorization, D token, E use, F engine, G limits, H this machine.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>What is the matter, in a sentence or two.</summary>
    public required string Cause { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Remedy { get; init; }

    /// <summary>The ids of others that the org answers in the same way, and does not tell apart.</summary>
    public IReadOnlyList<string> LooksLike { get; init; } = [];

    /// <summary>All that are known, by id.</summary>
    public static IReadOnlyList<FailureReason> All =>
        field ??=
        [
            .. AddressReasons.All, .. AuthnReasons.All, .. AuthorizeReasons.All, .. TokenReasons.All, .. UseReasons.All,
            .. EngineReasons.All, .. LimitReasons.All, .. MachineReasons.All,
        ];

    /// <summary>Whatever a call of this library throws; null where nothing of the catalogue fits.</summary>
    public static FailureReason? Of(Exception exception) => exception switch
    {
        OktaException refused => refused.Reason,
        HttpRequestException failed => MachineReasons.Of(failed),
        ArgumentException misused => AddressReasons.Of(misused.Message),
        _ => null,
    };

    /// <summary>By its id, the first that has it; null where there is none.</summary>
    public static FailureReason? Find(string id) => All.FirstOrDefault(reason => reason.Id == id);

    /// <summary>The id.</summary>
    public override string ToString() => Id;

    /// <summary>What the org's words hold, by which the entry is found; empty where something else decides.</summary>
    internal IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Cause and remedy.</summary>
    internal string Hint => $"{Cause} {Remedy}";

    internal static FailureReason Known(string id, string cause, string remedy, params string[] texts) =>
        new() { Id = id, Cause = cause, Remedy = remedy, Texts = texts };

    internal FailureReason Or(params string[] ids) => this with { LooksLike = ids };

    /// <summary>Okta guarantees its codes alone: its words choose what is told, and decide nothing.</summary>
    internal static FailureReason? In(IReadOnlyList<FailureReason> reasons, string? words) =>
        words is null ? null : reasons.FirstOrDefault(reason => reason.IsIn(words));

    bool IsIn(string words) => Texts.Any(text => words.Contains(text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What is told about a failure: an entry of the catalogue, or words where it has none.</summary>
readonly record struct Advice(string Hint, FailureReason? Reason)
{
    public static implicit operator Advice(string hint) => new(hint, null);

    public static implicit operator Advice(FailureReason reason) => new(reason.Hint, reason);

    /// <summary>Where the message says the cause already.</summary>
    public static Advice Remedying(FailureReason reason) => new(reason.Remedy, reason);

    public override string ToString() => Hint;
}
