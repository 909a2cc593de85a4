using System.Globalization;
using System.Text.Json;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Calls;

/// <summary>
/// An object of a request's body. A member that is null is read as absent, a scalar of another kind as Jackson reads it, and what cannot be
/// read so makes the body malformed: management.md 1.1.
/// </summary>
/// <param name="element">An object.</param>
/// <param name="path">Of the members that lead to it: <c>settings.oauthClient</c>. Default: it is the body.</param>
sealed class RequestObject(JsonElement element, string path = "")
{
    public static readonly RequestObject Nothing = new(JsonDocument.Parse("{}").RootElement);

    /// <summary>As it was sent.</summary>
    public JsonElement Element => element;

    /// <summary>Of the body, with null for a document that is empty; one that may be an array has <see cref="Items"/>.</summary>
    /// <exception cref="InvalidDataException">It is no object.</exception>
    public static RequestObject? Read(JsonDocument? document, bool takesItems = false) => document?.RootElement switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } items when takesItems =>
            new(JsonDocument.Parse($$"""{"":{{items.GetRawText()}}}""").RootElement),
        { ValueKind: JsonValueKind.Object } root => new(root),
        _ => throw new InvalidDataException("The body is no object."),
    };

    /// <summary>How errors name a member of this object.</summary>
    public string Name(string member) => path is "" ? member : $"{path}.{member}";

    /// <summary>Whether it was sent, be it null.</summary>
    public bool Names(string member) => element.TryGetProperty(member, out _);

    /// <summary>Whether it was sent, and is not null.</summary>
    public bool Has(string member) => Find(member) is not null;

    /// <summary>As it was sent; null where it was not.</summary>
    public JsonElement? Find(string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <exception cref="OktaError">It is an object or an array.</exception>
    public string? Text(string member) => Find(member) is { } value ? TextOf(value) : null;

    /// <exception cref="OktaError">It is absent or blank, an object or an array.</exception>
    public string Needed(string member) =>
        Text(member) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw OktaError.Blank(Name(member));

    /// <exception cref="OktaError">It is neither true nor false.</exception>
    public bool? Flag(string member) => Find(member) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var value) => value,
        _ => throw OktaError.Malformed(),
    };

    /// <exception cref="OktaError">It is no whole number of 32 bits.</exception>
    public int? Number(string member) => Find(member) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) => value,
        { ValueKind: JsonValueKind.String } text
            when int.TryParse(text.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw OktaError.Malformed(),
    };

    /// <exception cref="OktaError">It is no object.</exception>
    public RequestObject? Object(string member) => Find(member) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new(value, Name(member)),
        _ => throw OktaError.Malformed(),
    };

    /// <summary>An empty one where it was not sent.</summary>
    /// <exception cref="OktaError">It is no object.</exception>
    public RequestObject ObjectOrNothing(string member) => Object(member) ?? new(Nothing.Element, Name(member));

    /// <exception cref="OktaError">It is absent, or no object.</exception>
    public RequestObject NeededObject(string member) => Object(member) ?? throw OktaError.Blank(Name(member));

    /// <exception cref="OktaError">It is no array of scalars.</exception>
    public IReadOnlyList<string>? Texts(string member) => Array(member)?.Select(TextOf).ToList();

    /// <exception cref="OktaError">It is no array of objects.</exception>
    public IReadOnlyList<RequestObject>? Objects(string member) => Array(member)?.Select((item, number) =>
        item.ValueKind is JsonValueKind.Object
            ? new RequestObject(item, $"{Name(member)}[{number}]")
            : throw OktaError.Malformed()).ToList();

    /// <summary>Those of a body that is an array.</summary>
    /// <exception cref="OktaError">It is none.</exception>
    public IReadOnlyList<RequestObject> Items => Objects("") ?? throw OktaError.Malformed();

    IEnumerable<JsonElement>? Array(string member) => Find(member) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } array => array.EnumerateArray(),
        _ => throw OktaError.Malformed(),
    };

    static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw OktaError.Malformed(),
    };
}
