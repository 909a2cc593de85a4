using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// Reads a form as OAuth sends it (RFC 6749 appendix B): URL-encoded UTF-8 and nothing else. The framework's reader would fail on a
/// multipart body cut short, or on an odd charset.
/// </summary>
static class UrlEncodedForm
{
    const string MediaType = "application/x-www-form-urlencoded";

    public static bool IsIn(HttpRequest request) =>
        request.ContentType is MediaType
            || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MatchesMediaType(MediaType));

    /// <summary>Empty where the body is something else. Whoever asks again gets what was read the first time.</summary>
    /// <exception cref="InvalidDataException">More or longer fields than anybody needs.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!IsIn(request))
            return FormCollection.Empty;
        if (request.HttpContext.Features.Get<IFormFeature>()?.Form is { } read)
            return read;

        var form = new FormCollection(await new FormPipeReader(request.BodyReader, Encoding.UTF8).ReadFormAsync(ct));
        request.HttpContext.Features.Set<IFormFeature>(new FormFeature(form));
        return form;
    }
}
