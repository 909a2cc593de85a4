using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>
/// How each ecosystem is told to trust the development authority, and how to take that back: commands for whoever wants to.
/// </summary>
static class TrustRecipes
{
    const string Bundle = "postern-bundle.pem";

    public static IReadOnlyList<TrustRecipe> For(DevelopmentAuthority authority)
    {
        var file = Quoted(authority.CertificateFile);
        // Two authorities never have the same.
        var alias = $"postern-{authority.Thumbprint[..8].ToLowerInvariant()}";
        return [.. Systems(file, alias, authority), .. Browsers(file, alias), .. Runtimes(file, alias)];
    }

    static IEnumerable<TrustRecipe> Systems(string file, string alias, DevelopmentAuthority authority) =>
    [
        new(
            "Debian, Ubuntu, Alpine",
            $"sudo cp {file} /usr/local/share/ca-certificates/{alias}.crt && sudo update-ca-certificates",
            $"sudo rm /usr/local/share/ca-certificates/{alias}.crt && sudo update-ca-certificates --fresh"),
        new(
            "Fedora, Red Hat",
            $"sudo cp {file} /etc/pki/ca-trust/source/anchors/{alias}.pem && sudo update-ca-trust",
            $"sudo rm /etc/pki/ca-trust/source/anchors/{alias}.pem && sudo update-ca-trust"),
        new(
            "openSUSE",
            $"sudo cp {file} /etc/pki/trust/anchors/{alias}.pem && sudo update-ca-certificates",
            $"sudo rm /etc/pki/trust/anchors/{alias}.pem && sudo update-ca-certificates"),
        new("Arch", $"sudo trust anchor --store {file}", $"sudo trust anchor --remove {file}"),
        new(
            "macOS",
            $"security add-trusted-cert -r trustRoot -p ssl -k ~/Library/Keychains/login.keychain-db {file}",
            $"security delete-certificate -t -Z {authority.Thumbprint} ~/Library/Keychains/login.keychain-db"),
        new("Windows", $"certutil -user -addstore Root {file}", $"certutil -user -delstore Root {authority.Thumbprint}"),
    ];

    static IEnumerable<TrustRecipe> Browsers(string file, string alias) =>
    [
        new(
            "Chromium and Chrome on Linux",
            $"certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n {alias} -i {file}",
            $"certutil -d sql:$HOME/.pki/nssdb -D -n {alias}")
        {
            Remark = "certutil is in libnss3-tools or nss-tools; where the folder is not there: mkdir -p ~/.pki/nssdb && certutil -d " +
                "sql:$HOME/.pki/nssdb -N --empty-password. Elsewhere they ask the system.",
        },
        new(
            "Firefox",
            $"for profile in ~/.mozilla/firefox/*.default*; do certutil -d sql:$profile -A -t C,, -n {alias} -i {file}; done",
            $"for profile in ~/.mozilla/firefox/*.default*; do certutil -d sql:$profile -D -n {alias}; done")
        {
            Remark = "On macOS and Windows it asks the system; or Settings, Certificates, Authorities, Import.",
        },
    ];

    static IEnumerable<TrustRecipe> Runtimes(string file, string alias) =>
    [
        new("Node.js", $"export NODE_EXTRA_CA_CERTS={file}", "unset NODE_EXTRA_CA_CERTS"),
        new(
            "Python",
            $"cat /etc/ssl/certs/ca-certificates.crt {file} > {Bundle} && " +
                $"export SSL_CERT_FILE=$PWD/{Bundle} REQUESTS_CA_BUNDLE=$PWD/{Bundle}",
            $"unset SSL_CERT_FILE REQUESTS_CA_BUNDLE; rm {Bundle}")
        {
            Remark = "These variables replace the system's roots, and so the file holds both. In code: " +
                "ssl.create_default_context(cafile=…).",
        },
        new(
            "Java",
            $"keytool -importcert -cacerts -storepass changeit -noprompt -alias {alias} -file {file}",
            $"keytool -delete -cacerts -storepass changeit -alias {alias}")
        {
            Remark = "Java does not look at the constraints of a root that it was told to trust: prefer a trust store of the test's own " +
                "(-Djavax.net.ssl.trustStore=…), which 'postern org run' makes.",
        },
        new(
            ".NET",
            $"cat /etc/ssl/certs/ca-certificates.crt {file} > {Bundle} && export SSL_CERT_FILE=$PWD/{Bundle}",
            $"unset SSL_CERT_FILE; rm {Bundle}")
        {
            Remark = "On Linux; on macOS and Windows it asks the system.",
        },
        new(
            "Go, Ruby, PHP, Rust",
            $"cat /etc/ssl/certs/ca-certificates.crt {file} > {Bundle} && export SSL_CERT_FILE=$PWD/{Bundle}",
            $"unset SSL_CERT_FILE; rm {Bundle}")
        {
            Remark = "Go on macOS and Windows asks the system.",
        },
        new("curl", $"export CURL_CA_BUNDLE={file}", "unset CURL_CA_BUNDLE") { Remark = $"For one call: curl --cacert {file} …" },
        new("postern", "nothing to do: it trusts the authority by itself, for this machine's own names", "delete the authority's folder")
        {
            Remark = $"For other names: --ca-file {file}",
        },
    ];

    static string Quoted(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '\\' or ':')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

/// <summary>What trusts the authority, and what takes that back.</summary>
sealed record TrustRecipe(string Ecosystem, string Trust, string Undo)
{
    public string? Remark { get; init; }
}
