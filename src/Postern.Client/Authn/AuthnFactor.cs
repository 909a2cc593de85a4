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

    /// <summary>Mostly the same as the provider, such as <c>OKTA</c>; tells apart what a provider makes under several names.</summary>
    public string? VendorName { get; init; }

    /// <summary>Such as <c>NOT_SETUP</c>, while enrolling.</summary>
    public string? Status { get; init; }

    /// <summary><c>REQUIRED</c> or <c>OPTIONAL</c>, while enrolling.</summary>
    public string? Enrollment { get; init; }

    /// <summary>As Okta wrote it: a masked number, a question; undefined where there is none.</summary>
    public JsonElement Profile { get; init; }

    /// <summary>
    /// What it has been asked, or how it is activated, as Okta wrote it; undefined where there is neither. A TOTP seed in it is secret.
    /// </summary>
    public JsonElement Embedded { get; init; }

    /// <summary>Sends its challenge (without input), or answers it; null where it cannot be verified here.</summary>
    public AuthnStep? Verify => Step("verify");

    /// <summary>Enrolls it; null where it cannot be enrolled here.</summary>
    public AuthnStep? Enroll => Step("enroll");

    /// <summary>The questions to choose from when a <c>question</c> is enrolled; empty of every other.</summary>
    /// <exception cref="OktaApiException">Okta refused to tell.</exception>
    public async Task<IReadOnlyList<SecurityQuestion>> QuestionsAsync(CancellationToken ct = default) =>
        Client is { } client && Links.TryGetValue("questions", out var links) && links is [var link, ..]
            ? await AuthnEndpoint.QuestionsAsync(client, link, ct).ConfigureAwait(false)
            : [];

    /// <summary>What may be done with it, by the name of the link.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<AuthnLink>> Links { get; init; } = new Dictionary<string, IReadOnlyList<AuthnLink>>();

    internal OktaClient? Client { get; init; }

    internal string? StateToken { get; init; }

    /// <summary>Type, provider and id: no seed.</summary>
    public override string ToString() => $"{FactorType} of {Provider} ({Id ?? Status})";

    /// <summary>A step within an activation, such as <c>send</c> by <c>sms</c>.</summary>
    internal AuthnStep? StepOfActivation(string key, string name) =>
        Client is { } client && LinksOfActivation(key).FirstOrDefault(link => link.Name == name) is { } link
            ? new(client, link, StateToken, null)
            : null;

    internal IReadOnlyList<AuthnLink> LinksOfActivation(string key) => TransactionReader.LinksIn(Asked("activation", "_links"), key);

    /// <summary>A member of what it has been asked, or of how it is activated; undefined where there is none.</summary>
    internal JsonElement Asked(string part, string member) => Member(Member(Embedded, part), member);

    internal static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    AuthnStep? Step(string key) =>
        Client is { } client && Links.TryGetValue(key, out var links) && links is [var link, ..]
            ? new(client, link, StateToken, this)
            : null;
}

/// <summary>A security question that Okta offers.</summary>
/// <param name="Key">What <see cref="FactorProfile.Question"/> names, such as <c>disliked_food</c>.</param>
/// <param name="Text">What a person is asked.</param>
public sealed record SecurityQuestion(string Key, string Text);

/// <summary>A link of a transaction: Okta wants them followed, not built.</summary>
public sealed record AuthnLink
{
    /// <summary>What it does, such as <c>changePassword</c>; null where the link's own key says it all.</summary>
    public string? Name { get; init; }

    /// <summary>Absolute; a token in its query is secret.</summary>
    public required string Href { get; init; }

    /// <summary>The methods it takes, mostly <c>POST</c>.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Name and address, without a query.</summary>
    public override string ToString() => $"{Name} {Address.Of(Href)}".TrimStart();
}
