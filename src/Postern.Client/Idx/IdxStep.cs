using System.Text.Json;

namespace Postern.Client;

/// <summary>
/// Something that a transaction on Identity Engine wants or allows: Okta's form for it. It holds the transaction's handle; take steps of
/// the newest state only.
/// </summary>
public sealed class IdxStep
{
    /// <summary>Okta's pace for whoever asks again (idx.md 10).</summary>
    static readonly TimeSpan Pace = TimeSpan.FromSeconds(4);

    const int LongestPace = 60_000;

    readonly IdxSession _session;
    readonly JsonElement _form;

    internal IdxStep(IdxSession session, JsonElement form)
    {
        _session = session;
        _form = form;
        Name = form.Text("name") ?? "unnamed";
        Kind = IdxStepNames.KindOf(Name);
        Href = form.Text("href") ?? "";
        Fields = IdxField.Of(form.Member("value"));
    }

    /// <summary>What it does.</summary>
    public IdxStepKind Kind { get; }

    /// <summary>What Okta calls it, such as <c>challenge-authenticator</c>.</summary>
    public string Name { get; }

    /// <summary>Where it leads.</summary>
    public string Href { get; }

    /// <summary>What it asks for, what is fixed beforehand left out.</summary>
    public IReadOnlyList<IdxField> Fields { get; }

    /// <summary>What there is to choose from, such as authenticators; empty where there is no choice.</summary>
    public IReadOnlyList<IdxOption> Options { get; internal init; } = [];

    /// <summary>Of a step that asks how something stands: how long to wait before it is taken. Default 4 s, a minute at most.</summary>
    public TimeSpan Interval =>
        _form.Member("refresh") is { ValueKind: JsonValueKind.Number } told && told.TryGetInt32(out var milliseconds) && milliseconds > 0
            ? TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestPace))
            : Pace;

    /// <summary>Of <see cref="IdxStepKind.RedirectToProvider"/>: which identity provider; null of every other.</summary>
    public string? Provider =>
        _form.Member("idp").Text("name") is { } name
            ? $"'{ForeignWords.Of(name)}' ({_form.Text("type") ?? "unnamed"})"
            : _form.Text("type");

    /// <summary>What it wants, as the end of a sentence.</summary>
    public string Wants => Kind is IdxStepKind.Unknown && Fields.Count > 0
        ? $"{IdxStepNames.WantsOf(Kind)} ({string.Join(", ", Fields.Select(asked => asked.Name))})"
        : IdxStepNames.WantsOf(Kind);

    /// <summary>
    /// Takes it: any state is a result, a refusal too. It is never sent twice but after 429: a wrong answer counts towards the user's
    /// lockout.
    /// </summary>
    /// <exception cref="UnexpectedResponseException">
    /// The form leads away from the org, where no secret of the user's belongs; or what answers is no state.
    /// </exception>
    public Task<IdxTransaction> TakeAsync(IdxInput? input = null, CancellationToken ct = default) =>
        _session.PostAsync(Href, IdxForm.Fill(_form, input ?? new()), ct);

    internal bool AsksFor(string field) => Fields.Any(asked => asked.Name == field || asked.Fields.Any(inner => inner.Name == field));

    /// <summary>The name: no handle.</summary>
    public override string ToString() => Name;
}
