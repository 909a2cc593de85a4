using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary><c>postern org trust</c>: how to trust the development authority, and how to stop. It changes nobody's trust itself.</summary>
static class OrgTrustCommand
{
    const string Examples = """
        postern org trust                                # how each ecosystem is told, and how that is taken back
        export NODE_EXTRA_CA_CERTS=$(postern org trust --output path)
        postern org trust --output pem > authority.pem   # for an image, or another machine
        postern org trust --host host.docker.internal    # the authority of an org that was started with that host
        """;

    public static Command Create()
    {
        var hosts = new HostFlags("A name that 'org start --https' was given, or its public URL's host; may be repeated");
        var output = new Option<string>("--output", "-o")
        {
            Description = "text: what to do; path: the certificate's file; pem: the certificate; json: all of it",
            DefaultValueFactory = JsonFlag.Or("text"),
        };
        output.OnlyOneOf("text", "path", "pem", "json");
        var command = new Verb("trust", "Says how to trust the authority of orgs that speak HTTPS; changes nothing by itself.")
        {
            Examples = Examples,
        };
        hosts.AddTo(command);
        command.Add(output);
        command.Runs<OrgTrustOptions>(parse => new(hosts.Read(parse), parse.GetValue(output)!), RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(OrgTrustOptions options, Terminal io, CancellationToken ct)
    {
        using var authority = await OpenAsync(options.Hosts, io, ct);
        switch (options.Output)
        {
            case "path":
                io.Write(authority.CertificateFile);
                break;
            case "pem":
                io.Write(authority.CertificatePem);
                break;
            case "json":
                io.Write(TrustOutput.Json(authority));
                break;
            default:
                TrustOutput.WriteFor(io, authority);
                break;
        }

        return ExitCodes.Ok;
    }

    static async Task<DevelopmentAuthority> OpenAsync(IReadOnlyList<string> hosts, Terminal io, CancellationToken ct)
    {
        try
        {
            return await DevelopmentAuthority.OpenAsync(hosts, io.AuthorityFolder, ct);
        }
        catch (IOException failure) when (AuthorityProblem.Explain(failure) is { } problem)
        {
            throw problem;
        }
    }
}

/// <summary>What <c>postern org trust</c> was asked for.</summary>
sealed record OrgTrustOptions(IReadOnlyList<string> Hosts, string Output);
