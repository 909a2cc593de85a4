using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Hosting;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>The development authority: what it can vouch for, how long, and who may have its key.</summary>
public sealed class AuthorityTests : IDisposable
{
    readonly AuthorityFolderOfTest _folder = new();

    [Fact]
    public async Task It_is_made_once_however_many_start_at_once()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => OpenAsync())));

        opened.Select(authority => authority.Thumbprint).Distinct().ShouldHaveSingleItem();
        System.IO.Directory.GetFiles(_folder.Folder).Select(Path.GetFileName).Order().ShouldBe(["local.key", "local.pem", "lock"]);
    }

    [Fact]
    public async Task It_is_an_authority_for_servers_alone_whose_constraints_are_critical()
    {
        using var authority = await OpenAsync();
        using var certificate = X509Certificate2.CreateFromPem(authority.CertificatePem);

        var basic = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        (basic.CertificateAuthority, basic.HasPathLengthConstraint, basic.PathLengthConstraint, basic.Critical)
            .ShouldBe((true, true, 0, true));
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Single().Value
            .ShouldBe("1.3.6.1.5.5.7.3.1");
        certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages
            .ShouldBe(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign);
        var constraints = certificate.Extensions.Single(extension => extension.Oid!.Value == "2.5.29.30");
        constraints.Critical.ShouldBeTrue();
        Permitted(constraints).ShouldBe(
            [
                "dns localhost", "ip 7f000000ff000000",
                "ip 00000000000000000000000000000001ffffffffffffffffffffffffffffffff",
            ]);
        certificate.HasPrivateKey.ShouldBeFalse();
    }

    [Fact]
    public async Task Names_from_outside_have_an_authority_that_can_vouch_for_them_and_no_others()
    {
        using var local = await OpenAsync("localhost", "x.localhost", "127.0.0.2", "[::1]");
        using var outside = await OpenAsync("Okta.Example.Test.", "192.168.1.5");
        using var again = await OpenAsync("192.168.1.5", "okta.example.test", "localhost");
        using var certificate = X509Certificate2.CreateFromPem(outside.CertificatePem);

        local.OutsideNames.ShouldBeEmpty();
        again.Thumbprint.ShouldBe(outside.Thumbprint);
        outside.Thumbprint.ShouldNotBe(local.Thumbprint);
        Permitted(certificate.Extensions.Single(extension => extension.Oid!.Value == "2.5.29.30")).Skip(3)
            .ShouldBe(["ip c0a80105ffffffff", "dns okta.example.test"]);
    }

    [Fact]
    public async Task What_it_signs_for_another_name_is_worth_nothing()
    {
        using var authority = await OpenAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bank.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("bank.example");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var forged = authority.Sign(request, now.AddHours(-1), now.AddDays(1));
        using var chain = new X509Chain { ChainPolicy = AuthorityFolderOfTest.Trusting(authority) };

        chain.Build(forged).ShouldBeFalse();

        chain.ChainStatus.ShouldContain(status => status.Status.HasFlag(X509ChainStatusFlags.HasNotPermittedNameConstraint));
    }

    [Fact]
    public async Task Its_key_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var authority = await OpenAsync();

        File.GetUnixFileMode(_folder.Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(_folder.Folder, "local.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("")]
    [InlineData("local.key")]
    public async Task A_key_that_others_may_read_is_not_used(string opened)
    {
        if (OperatingSystem.IsWindows())
            return;

        (await OpenAsync()).Dispose();
        var path = Path.Combine(_folder.Folder, opened).TrimEnd('/');
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherRead);

        var refused = await Should.ThrowAsync<IOException>(() => OpenAsync());

        refused.Message.ShouldBe(
            $"Others than its owner may use {path} (OtherRead), and so they may know the development authority's key. Trust that " +
            "authority no longer, delete the folder, and a new one is made; or, where you are sure of everybody, " +
            $"chmod {(opened is "" ? 700 : 600)} {path}.");
    }

    [Fact]
    public async Task A_key_that_is_not_its_certificates_is_told()
    {
        (await OpenAsync()).Dispose();
        (await OpenAsync("okta.example.test")).Dispose();
        var other = System.IO.Directory.GetFiles(_folder.Folder, "*.key")
            .Single(file => !file.EndsWith("local.key", StringComparison.Ordinal));
        File.Copy(other, Path.Combine(_folder.Folder, "local.key"), overwrite: true);

        (await Should.ThrowAsync<IOException>(() => OpenAsync())).Message
            .ShouldStartWith($"The development authority in {_folder.Folder} is damaged: key and certificate do not belong together.");
    }

    [Fact]
    public async Task One_that_a_run_left_half_made_is_made_again()
    {
        var first = await OpenAsync();
        File.Delete(Path.Combine(_folder.Folder, "local.pem"));

        var second = await OpenAsync();

        second.Thumbprint.ShouldNotBe(first.Thumbprint);
        (await OpenAsync()).Thumbprint.ShouldBe(second.Thumbprint);
    }

    [Fact]
    public async Task Weeks_before_it_expires_there_is_a_new_one_and_servers_renew_their_certificates_in_time()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var folder = new AuthorityFolder(_folder.Folder, time);
        using var first = await folder.OpenAsync(AuthorityNames.For([]), The.Ct);
        using var certificates = ServerCertificates.Of(first, [], time);
        var shown = certificates.For("localhost").ServerCertificateContext!.TargetCertificate;

        time.Advance(TimeSpan.FromDays(19));
        var same = certificates.For("localhost").ServerCertificateContext!.TargetCertificate;
        time.Advance(TimeSpan.FromDays(2));
        var renewed = certificates.For("localhost").ServerCertificateContext!.TargetCertificate;
        time.Advance(TimeSpan.FromDays(3 * 365 - 60));
        using var second = await folder.OpenAsync(AuthorityNames.For([]), The.Ct);

        same.ShouldBeSameAs(shown);
        renewed.NotAfter.ShouldBeGreaterThan(shown.NotAfter);
        second.Thumbprint.ShouldNotBe(first.Thumbprint);
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_named_with_what_to_do()
    {
        await File.WriteAllTextAsync(_folder.Folder, "", The.Ct);

        (await Should.ThrowAsync<IOException>(() => OpenAsync())).Message.ShouldContain(_folder.Folder);
    }

    public void Dispose() => _folder.Dispose();

    Task<DevelopmentAuthority> OpenAsync(params string[] hosts) => DevelopmentAuthority.OpenAsync(hosts, _folder.Folder, The.Ct);

    /// <summary>RFC 5280 section 4.2.1.10, as it is on the wire.</summary>
    static List<string> Permitted(X509Extension constraints)
    {
        List<string> permitted = [];
        var subtrees = new AsnReader(constraints.RawData, AsnEncodingRules.DER).ReadSequence()
            .ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
        while (subtrees.HasData)
        {
            var subtree = subtrees.ReadSequence();
            var tag = subtree.PeekTag();
            permitted.Add(
                tag.TagValue == 2
                    ? $"dns {subtree.ReadCharacterString(UniversalTagNumber.IA5String, tag)}"
                    : $"ip {Convert.ToHexStringLower(subtree.ReadOctetString(tag))}");
        }

        return permitted;
    }
}
