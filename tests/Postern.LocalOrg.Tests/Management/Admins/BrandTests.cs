using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Management.Admins;

/// <summary>Brands and domains, kept as they are sent: management.md 19.</summary>
public sealed class BrandTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    [Fact]
    public async Task A_brand_is_made_changed_and_deleted_and_the_orgs_own_only_changed()
    {
        var made = await org.PostAsync("/brands", """{"name":"Harbour"}""");
        var id = made.Text("id");
        made.ShouldBe(
            201,
            $$$$$$"""{"id":"{{{{{{id}}}}}}","name":"Harbour","removePoweredByOkta":false,"customPrivacyPolicyUrl":null,"agreeToCustomPrivacyPolicy":false,"isDefault":false,"defaultApp":{"appInstanceId":null,"appLinkName":null,"classicApplicationUri":null},"_links":{"themes":{"href":"{org}/api/v1/brands/{{{{{{id}}}}}}/themes","hints":{"allow":["GET"]}},"self":{"href":"{org}/api/v1/brands/{{{{{{id}}}}}}","hints":{"allow":["GET","PUT","DELETE"]}}}}""",
            org.Org);

        (await org.PostAsync("/brands", """{"name":"Harbour"}""")).ShouldBeOktaError(409, "E0000202", "Brand name already exists.");
        (await org.PutAsync($"/brands/{id}", """{"name":"Harbour","customPrivacyPolicyUrl":"https://harbour.example/privacy"}"""))
            .Status.ShouldBe(400);
        var changed = await org.PutAsync(
            $"/brands/{id}",
            """{"name":"Port","customPrivacyPolicyUrl":"https://harbour.example/privacy","agreeToCustomPrivacyPolicy":true,"locale":"en"}""");
        (changed.Text("name"), changed.Text("locale")).ShouldBe(("Port", "en"), changed.Body);
        (await org.GetAsync($"/brands/{id}")).Body.ShouldBe(changed.Body);

        var own = (await org.GetAsync("/brands")).Json.EnumerateArray().Single(brand => brand.GetProperty("isDefault").GetBoolean())
            .GetProperty("id").GetString();
        (await org.DeleteAsync($"/brands/{own}")).ShouldBeOktaError(409, "E0000200", "A default brand cannot be deleted");
        (await org.PutAsync($"/brands/{own}", """{"name":"Ours","removePoweredByOkta":true}""")).Status.ShouldBe(200);
        (await org.GetAsync($"/brands/{own}")).Json.GetProperty("removePoweredByOkta").GetBoolean().ShouldBeTrue();
        (await org.DeleteAsync($"/brands/{id}")).Status.ShouldBe(204);
        (await org.GetAsync($"/brands/{id}")).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (Brand)");
    }

    [Fact]
    public async Task A_domain_is_verified_given_a_certificate_and_a_brand()
    {
        var made = await org.PostAsync("/domains", """{"domain":"login.harbour.example","certificateSourceType":"MANUAL"}""");
        var path = "/domains/" + made.Text("id");
        made.Members.ShouldBe(["id", "domain", "certificateSourceType", "validationStatus", "brandId", "dnsRecords", "_links"], made.Body);
        made.Json.GetProperty("dnsRecords").EnumerateArray().Select(record => record.GetProperty("fqdn").GetString())
            .ShouldBe(["_oktaverification.login.harbour.example", "login.harbour.example"]);
        made.Text("validationStatus").ShouldBe("NOT_STARTED");

        (await org.PostAsync(path + "/verify")).Text("validationStatus").ShouldBe("VERIFIED");
        (await org.PutAsync(path + "/certificate", Certificate("CN=login.harbour.example"))).Status.ShouldBe(204);
        var certified = await org.GetAsync(path);
        (certified.Text("validationStatus"), certified.Json.GetProperty("publicCertificate").GetProperty("subject").GetString())
            .ShouldBe(("COMPLETED", "CN=login.harbour.example"));
        certified.Body.ShouldNotContain("PRIVATE KEY");

        var brand = (await org.PostAsync("/brands", """{"name":"Of the domain"}""")).Text("id");
        (await org.PutAsync(path, $$"""{"brandId":"{{brand}}"}""")).Text("brandId").ShouldBe(brand);
        (await org.DeleteAsync("/brands/" + brand)).ShouldBeOktaError(
            409, "E0000201", "A brand associated with a domain cannot be deleted");
        (await org.DeleteAsync(path)).Status.ShouldBe(204);
        (await org.DeleteAsync("/brands/" + brand)).Status.ShouldBe(204);
    }

    [Theory]
    [InlineData("""{"domain":"127.0.0.1","certificateSourceType":"MANUAL"}""", "domain: Prohibited custom domain name.")]
    [InlineData("""{"domain":"a b.example","certificateSourceType":"MANUAL"}""", "domain: Prohibited custom domain name.")]
    [InlineData("""{"domain":"a.example","certificateSourceType":"X"}""", "certificateSourceType: The field has an invalid value")]
    [InlineData("""{"certificateSourceType":"MANUAL"}""", "domain: The field cannot be left blank")]
    public async Task What_is_no_domain_is_refused(string json, string cause) => (await org.PostAsync("/domains", json))
        .ShouldBeOktaError(400, "E0000001", $"Api validation failed: {cause.Split(':')[0]}", cause);

    [Fact]
    public async Task The_orgs_own_domain_is_not_changed() => (await org.PutAsync("/domains/default", """{"brandId":"bnd1"}"""))
        .Status.ShouldBe(404);

    static string Certificate(string subject)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(The.Now, The.Now.AddYears(1));
        return new JsonObject
        {
            ["type"] = "PEM",
            ["certificate"] = certificate.ExportCertificatePem(),
            ["certificateChain"] = certificate.ExportCertificatePem(),
            ["privateKey"] = key.ExportPkcs8PrivateKeyPem(),
        }.ToJsonString();
    }
}
