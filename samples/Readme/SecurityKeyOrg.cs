using Postern.LocalOrg;
using Postern.LocalOrg.WebAuthn;

namespace Samples;

/// <summary>An org that verifies security keys; the package's README quotes the line.</summary>
static class SecurityKeyOrg
{
    public static async Task<string> UrlAsync()
    {
        await using var org = await LocalOrg.StartAsync(new() { SecurityKeys = WebAuthnVerifier.VerifyAsync });

        return org.Url;
    }
}
