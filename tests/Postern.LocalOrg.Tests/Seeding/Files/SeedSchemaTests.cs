using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>The schema that editors check seed files by says what the reader takes.</summary>
public sealed class SeedSchemaTests
{
    const string File_ = "docs/seed.schema.json";

    [Fact]
    public void The_schema_is_that_of_the_types()
    {
        var generated = SeedSchema.Generate();
        if (Environment.GetEnvironmentVariable("POSTERN_ACCEPT_DOCS") is "1")
            File.WriteAllText(Samples.PathOf(File_), generated);

        (File.ReadAllText(Samples.PathOf(File_)) == generated).ShouldBeTrue(
            $"{File_} is out of date. If that is meant, run this project with POSTERN_ACCEPT_DOCS=1 and commit it.");
    }

    [Fact]
    public void What_the_library_carries_is_that_schema() => SeedFile.Schema.ShouldStartWith("{\n  \"$schema\"");

    [Fact]
    public void It_knows_every_member_of_the_samples()
    {
        var users = JsonNode.Parse(SeedFile.Schema)!["properties"]!["users"]!["items"]!["anyOf"]!.AsArray();

        users[0]!["type"]!.GetValue<string>().ShouldBe("string");
        users[1]!["required"]!.ToJsonString().ShouldBe("""["login"]""");
        users[1]!["properties"]!["state"]!["enum"]!.AsArray().Select(state => state!.GetValue<string>()).ShouldContain("lockedOut");
        users[1]!["properties"]!["password"]!["description"]!.GetValue<string>().ShouldStartWith("In clear");
    }
}
