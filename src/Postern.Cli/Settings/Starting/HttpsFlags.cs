using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Whether a local org speaks HTTPS, and for which names.</summary>
sealed class HttpsFlags : IStartFlags
{
    readonly Option<bool> _https = new("--https")
    {
        Description = "HTTPS, with certificates of this user's development authority; 'postern org trust' says how to trust that",
    };
    readonly HostFlags _hosts = new(
        "A name or address that callers use besides localhost and the public URL's, as host.docker.internal; may be repeated");

    readonly Option<string?> _certificate = new("--certificate")
    {
        Description =
            "PEM file with a certificate of your own, in place of the authority's; its key is in the same file or in --certificate-key",
        HelpName = "FILE",
    };
    readonly Option<string?> _key = new("--certificate-key") { Description = "PEM file with the certificate's key", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(_https);
        command.Add(_certificate);
        command.Add(_key);
        _hosts.AddTo(command);
    }

    public IStartChoice Read(ParseResult parse) =>
        new Choice(parse.GetValue(_https), _hosts.Read(parse), parse.GetValue(_certificate), parse.GetValue(_key));

    sealed record Choice(bool IsOn, IReadOnlyList<string> Hosts, string? CertificateFile, string? KeyFile) : IStartChoice
    {
        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct)
        {
            if (!IsOn && Hosts.Count > 0)
                throw new UsageException(
                    "--host is a name for certificates, and without --https there are none.", "Add --https, or leave out --host.");
            if (IsOn && options.PublicUrl?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) is true)
                throw new UsageException(
                    $"--public-url {options.PublicUrl} says http, and --https speaks HTTPS alone.",
                    "Write --public-url with https, or leave out one of them.");
            if (KeyFile is not null && CertificateFile is null)
                throw new UsageException("--certificate-key is the key of no certificate.", "Add --certificate with its file.");
            if (CertificateFile is not null && (!IsOn || Hosts.Count > 0))
                throw new UsageException(
                    IsOn
                        ? "--host is a name for the authority's certificates, and --certificate says that there is one already."
                        : "--certificate is for HTTPS.",
                    IsOn ? "Leave out one of them." : "Add --https.");
            return ValueTask.FromResult(IsOn ? options with { Https = Https(starting) } : options);
        }

        HttpsOptions Https(Starting starting) => new()
        {
            Hosts = Hosts, AuthorityFolder = starting.Io.AuthorityFolder,
            Certificate = CertificateFile is null ? null : OwnCertificate.Read(CertificateFile, KeyFile),
        };

        public UsageException? Explain(Exception failure) => IsOn && AuthorityProblem.Explain(failure) is { } problem ? problem : null;
    }
}
