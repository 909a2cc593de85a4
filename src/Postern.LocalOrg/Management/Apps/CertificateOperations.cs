using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>
/// The certificates that an app's SAML assertions would be signed with: made, listed, shared, and used by nobody, since no app signs in by
/// SAML here. So the private half of a key is not kept. management.md 10.1.
/// </summary>
sealed class CertificateOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Path = AppPaths.One + "/credentials/keys", One = Path + "/{keyId}";
    const int ShortestYears = 2, LongestYears = 10;

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, AppPaths.Reading, ListAsync),
        Operation.Read(One, AppPaths.Reading, ShowAsync),
        Operation.Change("POST", Path + "/generate", AppPaths.Managing, MakeAsync),
        Operation.Change("POST", One + "/clone", AppPaths.Managing, ShareAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call) =>
        Answer.List(((await directory.AppAsync(call)).Certificates ?? []).Select(Write));

    async Task<Answer> ShowAsync(ManagementCall call) => Answer.Ok(Write(Find(call, await directory.AppAsync(call))));

    async Task<Answer> MakeAsync(ManagementCall call, Work work)
    {
        if (!int.TryParse(call.Query("validityYears"), NumberStyles.None, CultureInfo.InvariantCulture, out var years)
            || years is < ShortestYears or > LongestYears)
            throw OktaError.Invalid(
                "validityYears", $"validityYears: The field must be between {ShortestYears} and {LongestYears}"); // UNCONFIRMED: the text

        var before = await directory.AppToChangeAsync(call);
        return Put(call, work, before, Made(years));
    }

    async Task<Answer> ShareAsync(ManagementCall call, Work work)
    {
        var certificate = Find(call, await directory.AppAsync(call));
        var target = call.Query("targetAid") ?? "";
        var other = await directory.FindAppByIdAsync(target, call.Ct) ?? throw OktaError.NotFound(target, "AppInstance");
        var before = await directory.Apps.FindToChangeAsync(other.ClientId, call.Ct) ?? throw OktaError.NotFound(target, "AppInstance");
        return Put(call, work, before, certificate);
    }

    Answer Put(ManagementCall call, Work work, Kept<App> before, AppCertificate certificate)
    {
        var app = before.Document;
        directory.Apps.Change(work, before, app with
        {
            Certificates = [.. (app.Certificates ?? []).Where(other => other.KeyId != certificate.KeyId), certificate],
        });
        return Answer.Created(Write(certificate)) with
        {
            Header = ("Location", AppLinks.Url(call, app, "/credentials/keys/" + certificate.KeyId)),
        };
    }

    AppCertificate Made(int years)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={directory.Org.Id}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = store.Time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now, now.AddYears(years));
        return new()
        {
            KeyId = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo())),
            Der = Convert.ToBase64String(certificate.RawData),
            CreatedAt = store.Now,
        };
    }

    static AppCertificate Find(ManagementCall call, App app) =>
        app.Certificates?.FirstOrDefault(certificate => certificate.KeyId == call["keyId"])
            ?? throw OktaError.NotFound(call["keyId"], "JsonWebKey");

    static JsonObject Write(AppCertificate kept)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(kept.Der));
        using var key = certificate.GetRSAPublicKey()!;
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["created"] = Wire.Instant(kept.CreatedAt),
            ["lastUpdated"] = Wire.Instant(kept.CreatedAt),
            ["expiresAt"] = Wire.Instant(new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds()),
            ["kid"] = kept.KeyId,
            ["use"] = "sig",
            ["x5c"] = Wire.Texts([kept.Der]),
            ["x5t#S256"] = Base64Url.EncodeToString(SHA256.HashData(certificate.RawData)),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
        };
    }
}
