using System.Xml.Linq;

namespace Postern.Conventions.Tests;

/// <summary>The arrows between projects, read from the project files: docs/layout.md draws them.</summary>
public class ProjectGraphTests
{
    [Theory]
    [InlineData("src/Postern.Protocol", "")]
    [InlineData("src/Postern.Client", "Postern.Protocol")]
    [InlineData("src/Postern.LocalOrg", "Postern.Protocol")]
    [InlineData("src/Postern.LocalOrg.WebAuthn", "Postern.LocalOrg")]
    [InlineData("src/Postern.Cli", "Postern.Client Postern.LocalOrg Postern.LocalOrg.WebAuthn")]
    [InlineData("src/Postern.Testing", "Postern.Client Postern.LocalOrg")]
    [InlineData("tests/Postern.Client.Tests", "Postern.Client")]
    [InlineData("tests/Postern.LocalOrg.Tests", "Postern.LocalOrg Postern.LocalOrg.WebAuthn")]
    [InlineData("tests/Postern.Cli.Tests", "Postern.Cli")]
    [InlineData("tests/Postern.Testing.Tests", "Fixtures Orders Postern.Testing")]
    [InlineData("tests/Interop.Tests", "Postern.Client Postern.LocalOrg Postern.LocalOrg.WebAuthn")]
    [InlineData("tests/Browser.Tests", "Orders Postern.LocalOrg Postern.LocalOrg.WebAuthn Postern.Testing")]
    [
        InlineData(
            "tests/Conventions.Tests",
            "Postern.Cli Postern.Client Postern.LocalOrg Postern.LocalOrg.WebAuthn Postern.Protocol Postern.Testing"),
    ]
    [InlineData("bench/Postern.Benchmarks", "Postern.LocalOrg")]
    [InlineData("bench/Postern.Benchmarks.OpenIddict", "")]
    [InlineData("samples/Fixtures", "Postern.Testing")]
    [InlineData("samples/JwtBearer", "Postern.Client Postern.LocalOrg")]
    [InlineData("samples/Orders", "")]
    [InlineData("samples/OrdersTests", "Orders Postern.Testing")]
    [InlineData("samples/Readme", "Postern.Client Postern.LocalOrg Postern.LocalOrg.WebAuthn")]
    public void A_project_references_exactly_what_the_design_says(string project, string references) =>
        ProjectReferences(ProjectFile(project)).ShouldBe(references.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("src/Postern.Protocol", "")]
    [InlineData("src/Postern.Client", "AngleSharp Microsoft.IdentityModel.JsonWebTokens Polly.Core")]
    [InlineData("src/Postern.LocalOrg", "BCrypt.Net-Next Microsoft.Data.Sqlite Microsoft.IdentityModel.JsonWebTokens YamlDotNet ZXing.Net")]
    [InlineData("src/Postern.LocalOrg.WebAuthn", "Fido2")]
    [
        InlineData(
            "src/Postern.Testing",
            "AngleSharp Microsoft.AspNetCore.Authentication.JwtBearer Microsoft.AspNetCore.Authentication.OpenIdConnect " +
            "Microsoft.AspNetCore.Mvc.Testing"),
    ]
    [InlineData(
        "src/Postern.Cli",
        "Npgsql OpenTelemetry OpenTelemetry.Exporter.OpenTelemetryProtocol Spectre.Console System.CommandLine " +
        "Tmds.DBus.Protocol YamlDotNet ZXing.Net libsodium")]
    public void A_product_project_takes_no_package_that_the_design_does_not_name(string project, string packages) =>
        PackageReferences(ProjectFile(project)).ShouldBeSubsetOf(packages.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Every_project_is_in_the_graph_and_in_the_solution()
    {
        var drawn = typeof(ProjectGraphTests).GetMethod(nameof(A_project_references_exactly_what_the_design_says))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Select(row => ProjectFile((string)((InlineDataAttribute)row).Data[0]!));
        var solution = XDocument.Load(Repository.PathOf("Postern.slnx")).Descendants("Project")
            .Select(project => project.Attribute("Path")!.Value).ToList();

        var projects = Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Order().ToList();

        projects.ShouldBe(drawn.Order());
        projects.ShouldBe(solution.Order());
    }

    // 'dotnet pack Postern.slnx' packs what may be packed.
    [Fact]
    public void What_is_in_src_is_packed_and_nothing_else()
    {
        var projects = Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).ToList();

        projects.Where(project => !IsLeftOut(project)).ShouldAllBe(project => project.StartsWith("src/", StringComparison.Ordinal));
        projects.Where(IsLeftOut).ShouldAllBe(project => !project.StartsWith("src/", StringComparison.Ordinal));
    }

    // Its type says which specification has the words, and a constant's name is its word.
    [Fact]
    public void Every_public_member_is_documented_but_the_names_of_the_wire()
    {
        var excused = Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal))
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) || file.EndsWith(".props", StringComparison.Ordinal)
                || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => Repository.Read(file).Contains("CS1591", StringComparison.Ordinal));

        excused.ShouldBe(["src/Postern.Protocol/Postern.Protocol.csproj"]);
        var everywhere = Repository.Read("Directory.Build.props");
        everywhere.ShouldContain("<GenerateDocumentationFile>true</GenerateDocumentationFile>");
        everywhere.ShouldContain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        everywhere.ShouldNotContain("CS1591");
    }

    /// <summary>By its own file, or by that of the folder above it.</summary>
    static bool IsLeftOut(string project) =>
        ((string[])[project, $"{project.Split('/')[0]}/Directory.Build.props"]).Where(file => File.Exists(Repository.PathOf(file)))
            .Any(file => Repository.Read(file).Contains("<IsPackable>false</IsPackable>", StringComparison.Ordinal));

    [Fact]
    public void Package_versions_are_central()
    {
        var versions = Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .SelectMany(file => XDocument.Load(Repository.PathOf(file)).Descendants("PackageReference"))
            .Where(reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null);

        versions.ShouldBeEmpty();
    }

    static string ProjectFile(string folder) => $"{folder}/{Path.GetFileName(folder)}.csproj";

    static IEnumerable<string> ProjectReferences(string file) =>
        References(file, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)!).Order();

    static IEnumerable<string> PackageReferences(string file) => References(file, "PackageReference");

    static IEnumerable<string> References(string file, string kind) =>
        XDocument.Load(Repository.PathOf(file)).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);
}
