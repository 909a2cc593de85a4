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

    public void AddTo(Command command)
    {
        command.Add(_https);
        _hosts.AddTo(command);
    }

    public IStartChoice Read(ParseResult parse) => new Choice(parse.GetValue(_https), _hosts.Read(parse));

    sealed record Choice(bool IsOn, IReadOnlyList<string> Hosts) : IStartChoice
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
            return ValueTask.FromResult(
                IsOn ? options with { Https = new() { Hosts = Hosts, AuthorityFolder = starting.Io.AuthorityFolder } } : options);
        }

        public UsageException? Explain(Exception failure) => IsOn && AuthorityProblem.Explain(failure) is { } problem ? problem : null;
    }
}
