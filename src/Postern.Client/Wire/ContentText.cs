using System.Text;

namespace Postern.Client;

/// <summary>What came, as text, whatever character set it names.</summary>
static class ContentText
{
    public static async Task<string> ReadAsync(HttpContent content, CancellationToken ct)
    {
        try
        {
            return await content.ReadAsStringAsync(ct).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // It names one that there is not, as "utf8" or a proxy's "windows-1252"; what Okta writes is UTF-8.
            return Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(ct).ConfigureAwait(false));
        }
    }
}
