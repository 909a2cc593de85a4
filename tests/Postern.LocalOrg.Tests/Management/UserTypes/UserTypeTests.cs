namespace Postern.LocalOrg.Tests.Management.UserTypes;

/// <summary>Types of users, and the attributes that their profiles may have: management.md 8.</summary>
public sealed class UserTypeTests(PeopleOrg people) : IClassFixture<PeopleOrg>
{
    [Fact]
    public async Task A_type_is_created_read_changed_and_deleted()
    {
        var created = await people.PostAsync(
            "/meta/types/user", """{"name":"contractor","displayName":"Contractor","description":"From outside"}""");

        var id = created.Text("id");
        created.Members.ShouldBe(
            ["id", "displayName", "name", "description", "createdBy", "lastUpdatedBy", "created", "lastUpdated", "default", "_links"]);
        created.Json.GetProperty("_links").GetRawText().ShouldBe(
            """{"schema":{"rel":"schema","href":"ORG/api/v1/meta/schemas/user/oscTAIL","method":"GET"},"self":{"rel":"self","href":"ORG/api/v1/meta/types/user/otyTAIL","method":"GET"}}"""
                .Replace("ORG", people.Org.Url, StringComparison.Ordinal).Replace("TAIL", id[3..], StringComparison.Ordinal));
        (await people.PostAsync($"/meta/types/user/{id}", """{"displayName":"C"}""")).Text("description").ShouldBe("From outside");
        (await people.PutAsync($"/meta/types/user/{id}", """{"name":"contractor","displayName":"D"}""")).Json
            .GetProperty("description").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await people.ListAsync("/meta/types/user", "name")).ShouldBeSubsetOf(["contractor", "user", "pilot"]);
        (await people.DeleteAsync($"/meta/types/user/{id}")).Status.ShouldBe(204);
        (await people.GetAsync($"/meta/types/user/{id}")).ShouldBeOktaError(
            404, "E0000007", $"Not found: Resource not found: {id} (CVDType)");
        (await people.DeleteAsync("/meta/types/user/default")).ShouldBeOktaError(403, "E0000142", "This User Type cannot be deleted.");
    }

    [Fact]
    public async Task Users_of_a_type_have_its_attributes_and_another_has_not()
    {
        var type = (await people.PostAsync("/meta/types/user", """{"name":"pilot","displayName":"Pilot"}""")).Text("id");
        await AttributeAsync("osc" + type[3..], "wings", """{"title":"Wings","type":"integer","required":true}""");
        const string Profile = """{"login":"pia@type.example","email":"pia@type.example","firstName":"P","lastName":"P","wings":2}""";

        (await people.PostAsync("/users", $$"""{"profile":{{Profile}}}""")).Text("errorSummary").ShouldBe("Api validation failed: newUser");
        var user = await people.PostAsync("/users", $$$"""{"profile":{{{Profile}}},"type":{"id":"{{{type}}}"}}""");

        user.Json.GetProperty("profile").GetProperty("wings").GetInt32().ShouldBe(2);
        (await people.ListAsync($"/users?search=type.id+eq+%22{type}%22")).ShouldBe([user.Text("id")]);
        (await people.DeleteAsync($"/meta/types/user/{type}")).Status.ShouldBe(403);
        (
            await people.PutAsync(
                $"/users/{user.Text("id")}", $$$"""{"profile":{{{Profile.Replace(",\"wings\":2", "", StringComparison.Ordinal)}}}}"""))
            .ShouldBeOktaError(400, "E0000001", "Api validation failed: wings", "wings: The field cannot be left blank");
    }

    [Fact]
    public async Task The_schema_is_written_as_Okta_does()
    {
        var schema = await people.GetAsync("/meta/schemas/user/default");

        schema.Members.ShouldBe(
            ["id", "$schema", "name", "title", "description", "lastUpdated", "created", "definitions", "type", "properties", "_links"]);
        schema.Text("id").ShouldBe($"{people.Org.Url}/meta/schemas/user/default");
        var attributes = schema.Json.GetProperty("definitions").GetProperty("base").GetProperty("properties");
        attributes.EnumerateObject().Count().ShouldBe(31);
        attributes.GetProperty("login").GetRawText().ShouldBe(
            """{"title":"Username","type":"string","required":true,"mutability":"READ_WRITE","scope":"NONE","minLength":5,"maxLength":100,"permissions":[{"principal":"SELF","action":"READ_ONLY"}]}""");
        attributes.GetProperty("primaryPhone").GetRawText().ShouldContain("HIDE");
        schema.Json.GetProperty("definitions").GetProperty("base").GetProperty("required").GetRawText()
            .ShouldBe("""["login","firstName","lastName","email"]""");
    }

    [Fact]
    public async Task An_attribute_of_ones_own_is_added_held_to_and_taken_away()
    {
        var added = await AttributeAsync(
            "default",
            "badge",
            """{"title":"Badge","description":"Badge number","type":"string","unique":"UNIQUE_VALIDATED","minLength":2,"maxLength":10,"permissions":[{"principal":"SELF","action":"READ_WRITE"}]}""");

        Custom(added).GetProperty("badge").GetRawText().ShouldBe(
            """{"title":"Badge","description":"Badge number","type":"string","unique":"UNIQUE_VALIDATED","mutability":"READ_WRITE","scope":"NONE","minLength":2,"maxLength":10,"permissions":[{"principal":"SELF","action":"READ_WRITE"}]}""");
        var id = await people.UserAsync("badge@type.example", ""","badge":"B-1" """);
        (await CreateAsync("other@type.example", "\"badge\":\"b-1\"")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: badge",
            "badge: An object with this field already exists in the current organization");
        (await CreateAsync("other@type.example", "\"badge\":\"x\"")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: badge", "badge: The field must be between 2 and 10 characters");
        Custom(await AttributeAsync("default", "badge", "null")).TryGetProperty("badge", out _).ShouldBeFalse();
        (await people.GetAsync($"/users/{id}")).Body.ShouldNotContain("badge\":");
    }

    [Fact]
    public async Task What_must_be_ones_own_is_had_by_one_of_many()
    {
        await AttributeAsync("default", "seat", """{"title":"Seat","type":"string","unique":"UNIQUE_VALIDATED"}""");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(number => CreateAsync($"seat{number}@type.example", "\"seat\":\"1A\"")));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Where(answer => answer.Status != 200).ShouldAllBe(answer => answer.Body.Contains("seat: An object with this field"));
        await AttributeAsync("default", "seat", "null");
    }

    [Fact]
    public async Task Values_are_of_the_type_and_among_those_there_are()
    {
        await AttributeAsync("default", "size", """{"title":"Size","type":"string","enum":["S","M"]}""");
        await AttributeAsync("default", "tags", """{"title":"Tags","type":"array","items":{"type":"string"}}""");

        (await CreateAsync("size@type.example", "\"size\":\"XL\"")).Text("errorSummary").ShouldBe("Api validation failed: size");
        (await CreateAsync("size@type.example", "\"tags\":\"x\"")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: tags", "tags: The value is not of the expected type");
        var user = await CreateAsync("size@type.example", "\"size\":\"M\",\"tags\":[\"red\",\"blue\"]");
        user.Json.GetProperty("profile").GetProperty("tags").GetRawText().ShouldBe("""["red","blue"]""");
        (await people.ListAsync("/users?search=profile.tags+eq+%22BLUE%22")).ShouldBe([user.Text("id")]);
    }

    [Fact]
    public async Task First_and_last_name_need_not_be_required()
    {
        var relaxed = await people.PostAsync(
            "/meta/schemas/user/default",
            """{"definitions":{"base":{"id":"#base","type":"object","properties":{"firstName":{"title":"First name","type":"string","required":false}}}}}""");

        relaxed.Status.ShouldBe(200, relaxed.Body);
        relaxed.Json.GetProperty("definitions").GetProperty("base").GetProperty("required").GetRawText()
            .ShouldBe("""["login","lastName","email"]""");
        (await people.PostAsync("/users", """{"profile":{"login":"no@type.example","email":"no@type.example","lastName":"N"}}"""))
            .Json.GetProperty("profile").TryGetProperty("firstName", out _).ShouldBeFalse();
        await people.PostAsync(
            "/meta/schemas/user/default", """{"definitions":{"base":{"properties":{"firstName":{"required":true}}}}}""");
    }

    [Theory]
    [InlineData("login", """{"title":"x","type":"string"}""")]
    [InlineData("9x", """{"title":"x","type":"string"}""")]
    [InlineData("y", """{"title":"x","type":"date"}""")]
    [InlineData("y", """{"type":"string"}""")]
    [InlineData("y", "5")]
    public async Task What_is_no_attribute_is_refused(string name, string definition) =>
        (await AttributeAsync("default", name, definition)).Status.ShouldBe(400);

    static System.Text.Json.JsonElement Custom(Answer schema)
    {
        schema.Status.ShouldBe(200, schema.Body);
        return schema.Json.GetProperty("definitions").GetProperty("custom").GetProperty("properties");
    }

    Task<Answer> AttributeAsync(string schema, string name, string definition) => people.PostAsync(
        $"/meta/schemas/user/{schema}",
        $$$$$$$"""{"definitions":{"custom":{"id":"#custom","type":"object","properties":{"{{{{{{{name}}}}}}}":{{{{{{{definition}}}}}}}}}}}""");

    Task<Answer> CreateAsync(string login, string more) => people.PostAsync(
        "/users?activate=false",
        $$$"""{"profile":{"login":"{{{login}}}","email":"{{{login}}}","firstName":"A","lastName":"B",{{{more}}}}}""");
}
