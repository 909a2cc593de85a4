using System.Text.Json;

namespace Postern.Client;

/// <summary>What a step asks for.</summary>
public sealed record IdxField
{
    /// <summary>As it is sent, such as <c>identifier</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people; null where Okta has none.</summary>
    public string? Label { get; init; }

    /// <summary>Whether the step needs it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is not to be shown while it is typed.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Those within it, such as <c>passcode</c> within <c>credentials</c>.</summary>
    public IReadOnlyList<IdxField> Fields { get; init; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal static IReadOnlyList<IdxField> Of(JsonElement fields) => [.. fields.Items().Where(IsAsked).Select(Read)];

    // What is fixed is sent as it stands (idx.md 4.3).
    internal static bool IsFixed(JsonElement field) =>
        field.Member("mutable").ValueKind is JsonValueKind.False && field.Member("value").ValueKind is not JsonValueKind.Undefined;

    static bool IsAsked(JsonElement field) => field.Text("name") is not (null or "stateHandle") && !IsFixed(field);

    static IdxField Read(JsonElement field) => new()
    {
        Name = field.Text("name")!,
        Label = field.Text("label") is { } label ? ForeignWords.Of(label) : null,
        IsRequired = field.Member("required").ValueKind is JsonValueKind.True,
        IsSecret = field.Member("secret").ValueKind is JsonValueKind.True,
        Fields = Of(field.Inner()),
    };
}

/// <summary>One of the things that a step lets choose from.</summary>
public sealed record IdxOption
{
    /// <summary>For people, such as <c>Phone</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Okta's id of the authenticator.</summary>
    public string? Id { get; init; }

    /// <summary>Its methods, such as <c>sms</c> and <c>voice</c>; empty where it has but one that goes without saying.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The authenticator, or this user's enrollment of it; null where Okta's answer names one that it does not hold.</summary>
    public IdxAuthenticator? Authenticator { get; init; }

    internal JsonElement Fields { get; init; }

    /// <summary>The label.</summary>
    public override string ToString() => Label;
}
