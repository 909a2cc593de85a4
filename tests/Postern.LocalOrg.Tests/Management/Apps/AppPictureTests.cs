using System.Net.Http.Headers;
using System.Text;

namespace Postern.LocalOrg.Tests.Management.Apps;

/// <summary>What else there is of apps: the schema of their users, SAML metadata, a picture. management.md 8, 10.1.</summary>
public sealed class AppPictureTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Ada = "00u1adaActive0000005";

    static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 1, 2, 3];

    [Fact]
    public async Task Users_of_an_app_have_the_attributes_of_its_schema_and_are_held_to_them()
    {
        var app = await org.PageAsync("Badges");
        var schema = $"/meta/schemas/apps/{app}/default";
        var before = await org.GetAsync(schema);
        before.Members.ShouldBe(["id", "$schema", "name", "title", "lastUpdated", "created", "definitions", "type", "properties"]);
        before.Text("title").ShouldBe("Badges User");
        before.Json.GetProperty("definitions").GetProperty("base").GetProperty("properties").GetProperty("userName").GetRawText()
            .ShouldBe("""{"title":"Username","type":"string","required":true,"externalName":"preferred_username","scope":"SELF"}""");

        var changed = await org.PostAsync(
            schema,
            """{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"badge":{"title":"Badge","type":"string","maxLength":3}}}}}""");
        changed.Status.ShouldBe(200, changed.Body);
        (await org.GetAsync(schema)).Body.ShouldBe(changed.Body);
        var assigned = await org.PostAsync($"/apps/{app}/users", $$$"""{"id":"{{{Ada}}}","profile":{"badge":"B-1"}}""");
        var tooLong = await org.PostAsync($"/apps/{app}/users/{Ada}", """{"profile":{"badge":"far too long"}}""");
        (await org.PostAsync(
            schema, """{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"badge":null}}}}""")).Body
            .ShouldNotContain("\"badge\"");

        assigned.Json.GetProperty("profile").GetProperty("badge").GetString().ShouldBe("B-1", assigned.Body);
        tooLong.ShouldBeOktaError(
            400, "E0000001", "Api validation failed: badge", "badge: The field must be between 0 and 3 characters");
        (await org.PostAsync(schema, """{"definitions":{"custom":{"properties":{"email":{"title":"E","type":"string"}}}}}"""))
            .Status.ShouldBe(400);
    }

    [Fact]
    public async Task Assignments_come_with_the_user_or_the_group_where_that_is_asked_for()
    {
        var app = await org.PageAsync("Expanded");
        await org.PostAsync($"/apps/{app}/users", $$"""{"id":"{{Ada}}"}""");
        await org.PutAsync($"/apps/{app}/groups/{The.Testers}");

        var user = await org.GetAsync($"/apps/{app}/users/{Ada}?expand=user");
        var users = await org.GetAsync($"/apps/{app}/users?expand=user");
        var group = await org.GetAsync($"/apps/{app}/groups/{The.Testers}?expand=group");
        var groups = await org.GetAsync($"/apps/{app}/groups?expand=metadata");

        user.Json.GetProperty("_embedded").GetProperty("user").GetProperty("profile").GetProperty("login").GetString()
            .ShouldBe("ada@example.com");
        users.Json[0].GetProperty("_embedded").GetProperty("user").GetProperty("id").GetString()
            .ShouldBe(users.Json[0].GetProperty("id").GetString());
        users.Headers["Link"].ShouldContain("&expand=user>; rel=\"self\"");
        group.Json.GetProperty("_embedded").GetProperty("group").GetProperty("profile").GetProperty("name").GetString().ShouldBe("Testers");
        groups.Json[0].GetProperty("_embedded").GetRawText().ShouldBe("""{"metadata":{}}""");
        (await org.GetAsync($"/apps/{app}/groups")).Body.ShouldNotContain("_embedded");
    }

    [Fact]
    public async Task An_app_by_SAML_has_metadata_with_the_certificate_that_is_named()
    {
        var app = (await org.PostAsync(
            "/apps",
            """{"label":"Assertive","signOnMode":"SAML_2_0","settings":{"signOn":{"ssoAcsUrl":"https://a.example/acs","audience":"a","recipient":"https://a.example/acs","destination":"https://a.example/acs"}}}"""))
            .Text("id");
        var key = await org.PostAsync($"/apps/{app}/credentials/keys/generate?validityYears=2");

        var metadata = await org.GetAsync($"/apps/{app}/sso/saml/metadata?kid={key.Text("kid")}");

        metadata.Status.ShouldBe(200, metadata.Body);
        metadata.Headers["Content-Type"].ShouldBe("text/xml");
        metadata.Body.ShouldStartWith(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\"");
        metadata.Body.ShouldContain($"<ds:X509Certificate>{key.Json.GetProperty("x5c")[0].GetString()}</ds:X509Certificate>");
        metadata.Body.ShouldContain($"Location=\"{org.Org.Url}/app/");
        (await org.GetAsync($"/apps/{app}/sso/saml/metadata?kid=none")).ShouldBeOktaError(
            404, "E0000007", "Not found: Resource not found: none (JsonWebKey)");
        (await org.GetAsync($"/apps/{The.Spa}/sso/saml/metadata")).Status.ShouldBe(404);
        (await org.Http.GetAsync(
            $"/api/v1/apps/{app}/sso/saml/metadata", ("Authorization", "SSWS 00testApiToken"), ("Accept", "application/json")))
            .ShouldBeOktaError(
                400, "E0000019", "Bad request. Accept and/or Content-Type headers likely do not match supported values.");
    }

    [Fact]
    public async Task A_picture_is_shown_where_the_apps_links_say_until_the_app_is_deleted()
    {
        var app = await org.PageAsync("Pictured");

        var sent = await SendAsync(app, Picture);
        sent.Status.ShouldBe(201, sent.Body);
        var link = (await org.GetAsync($"/apps/{app}")).Json.GetProperty("_links").GetProperty("logo")[0].GetProperty("href").GetString()!;
        sent.Location.ShouldBe(link);
        var shown = await org.Http.GetAsync(new Uri(link).PathAndQuery);
        var asked = await org.Http.GetAsync(new Uri(link).PathAndQuery, ("Accept", "image/png"));

        asked.Status.ShouldBe(200, asked.Body);
        (shown.Status, shown.Headers["Content-Type"], shown.Headers["Content-Length"]).ShouldBe((200, "image/png", "11"));
        shown.Headers["Content-Security-Policy"].ShouldContain("sandbox");
        (await SendAsync(app, Encoding.UTF8.GetBytes("no picture"))).Status.ShouldBe(400);
        (await SendAsync(app, [])).Status.ShouldBe(400);
        (await org.PostAsync($"/apps/{app}/logo", "{}")).Status.ShouldBe(400);
        await org.PostAsync($"/apps/{app}/lifecycle/deactivate");
        await org.DeleteAsync($"/apps/{app}");
        (await org.Http.GetAsync(new Uri(link).PathAndQuery)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_picture_that_is_cut_short_is_refused()
    {
        var app = await org.PageAsync("Cut short");
        StringContent cut = new("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nabc");
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");

        var answer = await org.Http.SendAsync(
            HttpMethod.Post, $"/api/v1/apps/{app}/logo", cut, ("Authorization", "SSWS 00testApiToken"));

        answer.Status.ShouldBe(400, answer.Body);
    }

    Task<Answer> SendAsync(string app, byte[] content)
    {
        ByteArrayContent file = new(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return org.Http.SendAsync(
            HttpMethod.Post, $"/api/v1/apps/{app}/logo", new MultipartFormDataContent { { file, "file", "logo.png" } },
            ("Authorization", "SSWS 00testApiToken"));
    }
}
