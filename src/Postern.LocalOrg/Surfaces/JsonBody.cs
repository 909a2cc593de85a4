using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// Reads a body of JSON where the surface's errors are written: what the framework's binder cannot read would leave as a bare 415 or 500.
/// </summary>
static class JsonBody
{
    /// <exception cref="InvalidDataException">It is none, or not of this kind.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.BodyReader, type, ct)
                ?? throw new InvalidDataException("The body is null.");
        }
        catch (JsonException unreadable)
        {
            throw new InvalidDataException("The body is not the JSON that is wanted here.", unreadable);
        }
    }
}
