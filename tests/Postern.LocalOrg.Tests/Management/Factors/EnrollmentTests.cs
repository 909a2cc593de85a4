namespace Postern.LocalOrg.Tests.Management.Factors;

/// <summary>A user's factors as enrolments of authenticators, and hardware keys that are brought: Okta's description.</summary>
public sealed class EnrollmentTests(ApiOrg org) : IClassFixture<ApiOrg>
{
    const string Max = "00u1maxMultifactor05", Enrollments = $"/api/v1/users/{Max}/authenticator-enrollments";

    [Fact]
    public async Task A_user_has_the_password_and_the_factors_and_an_admin_adds_a_phone()
    {
        (await org.GetAsync(Enrollments)).Json.EnumerateArray().Select(each => each.GetProperty("key").GetString())
            .ShouldContain("okta_password");
        var phone = (await org.GetAsync("/api/v1/authenticators")).Json.EnumerateArray()
            .Single(each => each.GetProperty("key").GetString() is "phone_number").GetProperty("id").GetString();

        var added = await org.PostAsync(
            Enrollments + "/phone", $$$"""{"authenticatorId":"{{{phone}}}","profile":{"phoneNumber":"+15550100177"}}""");

        added.Status.ShouldBe(200, added.Body);
        var one = $"{Enrollments}/{added.Text("id")}";
        added.Members.ShouldBe(["type", "id", "key", "status", "name", "profile", "nickname", "created", "lastUpdated", "_links"]);
        added.Json.GetProperty("profile").GetProperty("phoneNumber").GetString().ShouldBe("+1 XXX-XXX-0177");
        (await org.GetAsync(one + "?discloseIdentifiers=phone")).Json.GetProperty("profile").GetProperty("phoneNumber").GetString()
            .ShouldBe("+15550100177");
        (await org.GetAsync($"/api/v1/users/{Max}/factors")).Body.ShouldContain("\"factorType\":\"sms\"");
        (await org.DeleteAsync(one)).Status.ShouldBe(204);
        (await org.GetAsync(one)).Status.ShouldBe(404);
        (await org.PostAsync(Enrollments + "/phone", """{"authenticatorId":"aut1","profile":{"phoneNumber":"+15550100177"}}"""))
            .Status.ShouldBe(404);
    }

    [Fact]
    public async Task Hardware_keys_are_known_by_their_serial_numbers()
    {
        const string Keys = "/api/v1/org/factors/yubikey_token/tokens";
        const string Seed = """{"serialNumber":"7886622","publicId":"ccccccijgibu","privateId":"b74be6169486","aesKey":"1fcc6d8ce39bf1604e0b17f3e0a11067"}""";

        var added = await org.PostAsync(Keys, Seed);

        added.Status.ShouldBe(200, added.Body);
        added.Json.GetProperty("profile").GetRawText().ShouldBe("""{"serial":"000007886622"}""");
        (await org.GetAsync($"{Keys}/{added.Text("id")}")).Body.ShouldBe(added.Body);
        (await org.GetAsync(Keys)).Json.GetArrayLength().ShouldBe(1);
        (await org.PostAsync(Keys, Seed)).Status.ShouldBe(400);
        (await org.PostAsync(Keys, Seed.Replace("1fcc", "zzzz", StringComparison.Ordinal))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task What_is_known_of_keys_and_apps_is_told_to_everybody()
    {
        (await org.Http.GetAsync("/.well-known/webauthn")).ShouldBe(200, """{"origins":["{org}"]}""", org.Org);
        (await org.Http.GetAsync("/.well-known/app-authenticator-configuration?oauthClientId=x")).Body.ShouldBe("[]");
        (await org.Http.GetAsync("/.well-known/app-authenticator-configuration")).ShouldBeOktaError(
            400, "E0000028", "The request is missing a required parameter.");
    }
}
