using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postern.Cli.Tests.Acceptance;

namespace Postern.Cli.Tests.Nodes;

/// <summary>
/// What docs/deploy/README.md sets up with systemd, by what it says to type: two nodes of the unit file as it stands there, and at the
/// addresses that it names their PostgreSQL, to be spoken to by TLS alone, and nginx.
/// </summary>
public sealed class OrgOnSystemd : IAsyncLifetime
{
    public const string DatabasePassword = "the-databases-own-password";

    readonly TemporaryFolder _folder = new();
    Machine? _machine;

    /// <summary>Why it could not be set up here; null where it has been.</summary>
    public string? Missing { get; private set; }

    internal Machine Machine => _machine!;

    /// <summary>What would be put in place of a command, a library or a server that is not here.</summary>
    internal static string? MissingFor(params string[] programs) =>
        Command.Folder == AppContext.BaseDirectory ? "The command is not published natively; ./test does that."
        : PostgresServer.Bin is null ? "PostgreSQL's server is not installed; ./test installs it."
        : programs.FirstOrDefault(program => !File.Exists(program)) is { } program ? $"There is no {program} here."
        : null;

    public async ValueTask InitializeAsync()
    {
        Missing = MissingFor("/usr/sbin/nginx", "/usr/bin/curl", "/usr/bin/openssl");
        if (Missing is not null)
            return;

        LayFiles();
        _machine = await Machine.BootAsync(_folder.Path);
        Missing = _machine.Missing;
        if (Missing is null)
            await SetUpAsync();
    }

    /// <summary>As PostgreSQL's own administrator.</summary>
    internal Task<string> QueryAsync(string database, string statement) =>
        Machine.ReadAsync($"runuser -u postgres -- psql -qAt -h /var/lib/database -d {database} -c \"{statement}\"");

    internal async Task<string> PropertyAsync(string unit, string property) =>
        await Machine.ReadAsync($"systemctl show --property {property} --value {unit}");

    public async ValueTask DisposeAsync()
    {
        if (_machine is not null)
            await _machine.DisposeAsync();
        _folder.Dispose();
    }

    async Task SetUpAsync()
    {
        // The balancer is on a machine of its own, as the unit file has it: nodes see its address.
        await Machine.ReadAsync("""
            for address in 10.0.0.10 10.0.0.11 10.0.0.20; do ip address add $address/32 dev lo; done
            ip route change local 10.0.0.11 dev lo table local src 10.0.0.10
            systemctl start database
            """);
        foreach (var statement in DeployPage.Database(DatabasePassword))
            await QueryAsync("postgres", statement);
        await Machine.ReadAsync("cd /release\n" + DeployPage.Commands("systemd")[0]);
        foreach (var port in (int[])[7777, 7778])
            await Machine.UntilReadyAsync($"10.0.0.11:{port}");
        await Machine.ReadAsync("systemctl start nginx");
    }

    void LayFiles()
    {
        Lay("etc/hosts", "127.0.0.1 localhost\n10.0.0.10 okta.example.test\n10.0.0.20 db.example.test\n");
        Lay("etc/systemd/system/database.service", $"""
            [Service]
            Type=notify
            User=postgres
            StateDirectory=database
            StateDirectoryMode=700
            ExecStartPre={PostgresServer.Bin}/initdb -D /var/lib/database/data -A trust -E UTF8 --locale=C --no-sync
            ExecStartPre=+install -o postgres -m 600 /etc/test/key.pem /var/lib/database/key.pem
            ExecStartPre=sh -c 'printf "local all all trust\nhostssl all all all scram-sha-256\n" >/var/lib/database/data/pg_hba.conf'
            ExecStart={PostgresServer.Bin}/postgres -D /var/lib/database/data -c unix_socket_directories=/var/lib/database -c fsync=off \
              -c listen_addresses=10.0.0.20 -c ssl=on -c ssl_cert_file=/etc/test/certificate.pem -c ssl_key_file=/var/lib/database/key.pem

            """);
        Lay("etc/nginx/listen.conf", "listen 443 ssl; ssl_certificate /etc/test/certificate.pem; ssl_certificate_key /etc/test/key.pem;\n");
        Lay("etc/nginx/nodes.conf", "server 10.0.0.11:7777;\nserver 10.0.0.11:7778;\n");
        Lay("usr/local/bin/editor", $"#!/bin/sh\necho {DatabasePassword} >\"$1\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Place("usr/local/bin/editor"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        LayCertificate();
        Copy(Path.Combine(ThreeNodes.Deploy, "postern@.service"), "etc/systemd/system/postern@.service");
        Copy(Path.Combine(ThreeNodes.Deploy, "nginx.conf"), "etc/nginx/nginx.conf");
        Copy(Path.Combine(ThreeNodes.Deploy, "rolling-restart"), "usr/local/bin/rolling-restart");
        foreach (var file in (string[])["postern", "libe_sqlite3.so"])
            Copy(Path.Combine(Command.Folder, file), $"release/{file}");
    }

    /// <summary>Nginx's and PostgreSQL's, which the machine trusts.</summary>
    void LayCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=example.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("okta.example.test");
        names.AddDnsName("db.example.test");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        Lay("etc/test/key.pem", key.ExportPkcs8PrivateKeyPem() + "\n");
        Lay("etc/test/certificate.pem", certificate.ExportCertificatePem() + "\n");
        Lay("etc/ssl/certs/test.pem", certificate.ExportCertificatePem() + "\n");
    }

    void Lay(string file, string text) => File.WriteAllText(Place(file), text);

    void Copy(string from, string file) => File.Copy(from, Place(file));

    string Place(string file)
    {
        var place = _folder.File(Path.Combine("files", file));
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        return place;
    }
}
