using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>What the org is to an authenticator: a relying party named by the public URL's host (WebAuthn section 5.1.2).</summary>
sealed class RelyingParty(OrgUrls urls, OrgDirectory directory, SecurityKeyVerification? verification)
{
    public string Id => new Uri(urls.Public).Host;

    public string Name => directory.Org.Name;

    public string Url => urls.Public;

    /// <summary>What verifies security keys; libraries that not every test project wants do, so an org may be without.</summary>
    /// <exception cref="SignInRefusal">It is.</exception>
    public SecurityKeyVerification Verification => verification ?? throw new SignInRefusal.SecurityKeysUnsupported();

    /// <summary>Takes answers from the org's own pages, and from those of its apps on the same host.</summary>
    public async Task<IReadOnlySet<string>> OriginsAsync(CancellationToken ct)
    {
        var apps = await directory.Apps.AllAsync(ct);
        return apps.SelectMany(app => app.RedirectUris).Append(urls.Public).Where(IsOwnHost)
            .Select(uri => new Uri(uri).GetLeftPart(UriPartial.Authority)).ToHashSet();
    }

    bool IsOwnHost(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed is { Scheme: "https" or "http" } && parsed.Host == Id;
}
