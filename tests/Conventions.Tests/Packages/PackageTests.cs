namespace Postern.Conventions.Tests.Packages;

/// <summary>What is handed out as packages: packed without a word of warning, and with all that a reader and a debugger look for.</summary>
[Trait("Speed", "Slow")]
[Collection(PackedPackages.Collection)]
public class PackageTests(PackedPackages packed)
{
    [Fact]
    public void Packing_says_nothing_but_what_it_made()
    {
        packed.HasSucceeded.ShouldBeTrue(packed.Said);
        packed.Said.Split('\n').Where(line =>
            line.Contains("warn", StringComparison.OrdinalIgnoreCase)
                || line.Contains("readme", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        Directory.EnumerateFiles(packed.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(
        [
            "Postern.Cli.0.1.0.nupkg",
            "Postern.Client.0.1.0.nupkg", "Postern.Client.0.1.0.snupkg",
            "Postern.LocalOrg.0.1.0.nupkg", "Postern.LocalOrg.0.1.0.snupkg",
            "Postern.LocalOrg.WebAuthn.0.1.0.nupkg", "Postern.LocalOrg.WebAuthn.0.1.0.snupkg",
            "Postern.Protocol.0.1.0.nupkg", "Postern.Protocol.0.1.0.snupkg",
            "Postern.Testing.0.1.0.nupkg", "Postern.Testing.0.1.0.snupkg",
        ]);
    }

    [Theory]
    [InlineData("Postern.Protocol", "")]
    [InlineData("Postern.Client", "AngleSharp Microsoft.IdentityModel.JsonWebTokens Polly.Core Postern.Protocol")]
    [
        InlineData(
            "Postern.LocalOrg",
            "BCrypt.Net-Next Microsoft.Data.Sqlite Microsoft.IdentityModel.JsonWebTokens Postern.Protocol YamlDotNet ZXing.Net",
            "buildTransitive/Postern.LocalOrg.targets"),
    ]
    [
        InlineData(
            "Postern.LocalOrg.WebAuthn",
            "BCrypt.Net-Next Fido2 Fido2.Models Microsoft.Data.Sqlite Microsoft.IdentityModel.JsonWebTokens NSec.Cryptography " +
            "Postern.LocalOrg System.Formats.Cbor YamlDotNet ZXing.Net libsodium"),
    ]
    [
        InlineData(
            "Postern.Testing",
            "AngleSharp BCrypt.Net-Next Microsoft.AspNetCore.Authentication.JwtBearer Microsoft.AspNetCore.Authentication.OpenIdConnect " +
            "Microsoft.AspNetCore.Mvc.Testing Microsoft.AspNetCore.TestHost Microsoft.Data.Sqlite Microsoft.IdentityModel.JsonWebTokens " +
            "Polly.Core Postern.Client Postern.LocalOrg YamlDotNet ZXing.Net"),
    ]
    public void A_library_holds_its_code_its_documentation_a_README_and_the_license(
        string library, string dependencies, params string[] besides)
    {
        var package = Package.Read(Path.Combine(packed.Folder, library + ".0.1.0.nupkg"));
        var symbols = Package.Read(Path.Combine(packed.Folder, library + ".0.1.0.snupkg"));

        package.Files.ShouldBe(
            (
                (string[])
                [
                    "CHANGELOG.md", "LICENSE", "README.md", library +
                    ".nuspec", $"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml", .. besides,
                ]).Order(StringComparer.Ordinal));
        package.Dependencies.ShouldBe(dependencies.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order());
        package.IsReproducible($"lib/net10.0/{library}.dll").ShouldBeTrue();
        symbols.SourcesWithoutText($"lib/net10.0/{library}.pdb").ShouldBeEmpty();
        ShouldSayWhatItIs(package);
    }

    [Fact]
    public void The_command_is_a_tool_with_a_README_and_the_license()
    {
        var package = Package.Read(Path.Combine(packed.Folder, "Postern.Cli.0.1.0.nupkg"));

        package.Files.ShouldContain("LICENSE");
        package.Files.ShouldContain("README.md");
        package.Files.ShouldContain("tools/net10.0/any/postern.dll");
        package.Files.ShouldContain("tools/net10.0/any/Postern.LocalOrg.WebAuthn.dll");
        package.Files.Where(file =>
            file.Contains("sodium.", StringComparison.OrdinalIgnoreCase)
                || file.Contains("System.Drawing", StringComparison.Ordinal)).ShouldBeEmpty();
        package.Says.ShouldContain(("packageType", "DotnetTool"));
        package.IsReproducible("tools/net10.0/any/postern.dll").ShouldBeTrue();
        ShouldSayWhatItIs(package);
    }

    static void ShouldSayWhatItIs(Package package)
    {
        var said = package.Says.ToLookup(each => each.Name, each => each.Value);

        said["readme"].ShouldBe(["README.md"]);
        said["license"].ShouldBe(["Apache-2.0"]);
        said["tags"].Single().ShouldContain("okta");
        said["releaseNotes"].Single().ShouldContain("CHANGELOG.md");
        package.Text("CHANGELOG.md").ShouldContain("## 0.1.0");
        said["description"].Single().ShouldNotBe("Package Description");
        package.Text("README.md").ShouldContain(said["id"].Single() is "Postern.Cli" ? "postern" : said["id"].Single());
        package.Text("LICENSE").ShouldContain("Apache License");
    }
}
