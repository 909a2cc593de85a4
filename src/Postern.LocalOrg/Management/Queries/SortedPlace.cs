using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Queries;

/// <summary>
/// Where one stands in a list that is sorted by an attribute and, where that is the same, by id. As a cursor it says both, so that what
/// changes meanwhile shifts nothing.
/// </summary>
/// <param name="Value">Of the attribute, without regard to case.</param>
/// <param name="Id">Of the one.</param>
sealed record SortedPlace(string Value, string Id)
{
    public string Cursor => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Id} {Value}"));

    /// <param name="written">The one in wire order.</param>
    /// <param name="attribute">Such as <c>profile.name</c>.</param>
    public static SortedPlace Of(JsonObject written, string attribute)
    {
        JsonNode? value = written;
        foreach (var name in attribute.Split('.'))
            value = (value as JsonObject)?[name];
        return new(value is JsonValue scalar ? QueryValues.Of(scalar).ToString()!.ToLowerInvariant() : "", (string)written["id"]!);
    }

    /// <exception cref="OktaError">It is no cursor of such a list's.</exception>
    public static SortedPlace Read(string cursor)
    {
        var bytes = new byte[cursor.Length];
        if (Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && Encoding.UTF8.GetString(bytes[..length]).Split(' ', 2) is [var id, var value])
            return new(value, id);
        throw QueryParameters.InvalidSearch();
    }

    public int CompareTo(SortedPlace other, bool isUp) => string.CompareOrdinal(Value, other.Value) is not 0 and var order
        ? isUp ? order : -order
        : string.CompareOrdinal(Id, other.Id);
}
