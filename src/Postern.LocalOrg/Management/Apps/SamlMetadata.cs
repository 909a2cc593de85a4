using System.Text;
using System.Xml.Linq;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>What an app would be told of the org, were it to sign in by SAML: management.md 10.1. It is not sent there.</summary>
sealed class SamlMetadata(OrgDirectory directory) : IOperations
{
    const string MediaType = "text/xml";

    static readonly XNamespace Metadata = "urn:oasis:names:tc:SAML:2.0:metadata", Signature = "http://www.w3.org/2000/09/xmldsig#";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(AppPaths.One + "/sso/saml/metadata", AppPaths.Reading, ShowAsync) with { MediaType = MediaType },
    ];

    /// <summary>Of the certificate that is named, or of the newest.</summary>
    async Task<Answer> ShowAsync(ManagementCall call)
    {
        var app = await directory.AppAsync(call);
        if (app.SignOnMode is not ("SAML_2_0" or "SAML_1_1"))
            throw OktaError.NotFound(call["appId"], "AppInstance");

        var certificate = app.Certificates is [.., var newest] ? newest : null;
        if (call.Query("kid") is { } kid)
            certificate = app.Certificates?.FirstOrDefault(other => other.KeyId == kid) ?? throw OktaError.NotFound(kid, "JsonWebKey");
        return new(200, Body: null) { Content = new(MediaType, Written(call, app, certificate)) };
    }

    static byte[] Written(ManagementCall call, App app, AppCertificate? certificate)
    {
        var entity = OktaIds.Of("exk", app.Id);
        var address = $"{call.Org}/app/{app.IntegrationName}/{entity}/sso/saml";
        XElement document = new(
            Metadata + "EntityDescriptor",
            new XAttribute(XNamespace.Xmlns + "md", Metadata),
            new XAttribute("entityID", $"http://www.okta.com/{entity}"),
            new XElement(
                Metadata + "IDPSSODescriptor",
                new XAttribute("WantAuthnRequestsSigned", "false"),
                new XAttribute("protocolSupportEnumeration", "urn:oasis:names:tc:SAML:2.0:protocol"),
                certificate is null ? null : Key(certificate),
                Format("emailAddress"), Format("unspecified"), Service("POST", address), Service("Redirect", address)));
        return Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{document.ToString(SaveOptions.DisableFormatting)}");
    }

    static XElement Key(AppCertificate certificate) => new(
        Metadata + "KeyDescriptor",
        new XAttribute("use", "signing"),
        new XElement(
            Signature + "KeyInfo",
            new XAttribute(XNamespace.Xmlns + "ds", Signature),
            new XElement(Signature + "X509Data", new XElement(Signature + "X509Certificate", certificate.Der))));

    static XElement Format(string name) => new(Metadata + "NameIDFormat", "urn:oasis:names:tc:SAML:1.1:nameid-format:" + name);

    static XElement Service(string binding, string address) => new(
        Metadata + "SingleSignOnService",
        new XAttribute("Binding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-" + binding),
        new XAttribute("Location", address));
}
