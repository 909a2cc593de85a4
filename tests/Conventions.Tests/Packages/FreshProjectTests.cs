namespace Postern.Conventions.Tests.Packages;

/// <summary>What a test project gets that adds a package: what it needs on this machine, and nothing of what others need.</summary>
[Trait("Speed", "Slow")]
[Collection(PackedPackages.Collection)]
public class FreshProjectTests(PackedPackages packed)
{
    const string Program = """
        using Postern.LocalOrg;

        await using var org = await LocalOrg.StartAsync();
        using var http = new HttpClient();
        var body = new StringContent("{\"username\":\"ada@example.com\",\"password\":\"Correct-Horse-9\"}", null, "application/json");
        var answer = await http.PostAsync(org.Url + "/api/v1/authn", body);
        Console.WriteLine((int)answer.StatusCode);
        """;

    static readonly string[] OrgLibraries =
    [
        "BCrypt-Net-Next", "Microsoft.Bcl.Cryptography", "Microsoft.Data.Sqlite", "Microsoft.IdentityModel.Abstractions",
        "Microsoft.IdentityModel.JsonWebTokens", "Microsoft.IdentityModel.Logging",
        "Microsoft.IdentityModel.Tokens", "Postern.LocalOrg", "Postern.Protocol", "SQLitePCLRaw.batteries_v2", "SQLitePCLRaw.core",
        "SQLitePCLRaw.provider.e_sqlite3", "YamlDotNet", "zxing",
    ];

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_org_brings_fourteen_libraries_one_native_file_and_less_than_twelve_megabytes()
    {
        using var project = await FreshProject.BuildAsync(packed.Folder, "Postern.LocalOrg", Program, Ct);

        project.Libraries.ShouldBe(OrgLibraries);
        project.ForPlatforms.Single().ShouldMatch(@"^[a-z0-9-]+/native/(lib)?e_sqlite3\.(so|dylib|dll)$");
        project.Bytes.ShouldBeLessThan(12_000_000);
        (await project.RunAsync(Ct)).ShouldBe("200");
    }

    [Fact]
    public async Task Security_keys_bring_theirs_to_those_who_ask_for_them()
    {
        const string withKeys = "StartAsync(new() { SecurityKeys = Postern.LocalOrg.WebAuthn.WebAuthnVerifier.VerifyAsync })";

        using var project = await FreshProject.BuildAsync(
            packed.Folder, "Postern.LocalOrg.WebAuthn", Program.Replace("StartAsync()", withKeys, StringComparison.Ordinal), Ct);

        project.Libraries.Except(OrgLibraries).ShouldBe(
            ["Fido2", "Fido2.Models", "Microsoft.Bcl.Memory", "NSec.Cryptography", "Postern.LocalOrg.WebAuthn", "System.Formats.Cbor"]);
        project.ForPlatforms.Select(Path.GetFileNameWithoutExtension).ShouldBe(["libe_sqlite3", "libsodium"], ignoreOrder: true);
        (await project.RunAsync(Ct)).ShouldBe("200");
    }
}
