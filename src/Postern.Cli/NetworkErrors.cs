namespace Postern.Cli;

/// <summary>Why no answer came, and where to look.</summary>
static class NetworkErrors
{
    public static Failure Timeout { get; } = new(ExitCodes.Network, "No answer in time.")
    {
        Hint = "Raise --timeout (seconds), or look for a proxy or firewall in between; -v shows which request waited.",
    };

    public static Failure Explain(HttpRequestException exception) => new(ExitCodes.Network, Innermost(exception))
    {
        Hint = exception.HttpRequestError switch
        {
            _ when IsOfProxy(exception) =>
                "Check that proxy, or unset its variable; NO_PROXY names the hosts that are reached without one.",
            HttpRequestError.NameResolutionError => "Check the spelling of the org's host, and that this machine resolves names.",
            HttpRequestError.ConnectionError when IsThisMachine(exception) =>
                "Check host and port, and whether something listens there; an org that 'postern token' embeds ends with the command, and " +
                "'postern org start' runs one that stays.",
            HttpRequestError.ConnectionError =>
                "Check host and port, and whether something listens there; behind a proxy, set HTTPS_PROXY.",
            HttpRequestError.SecureConnectionError when Says(exception, "PartialChain") =>
                "The chain ends before a root that is trusted here: a private authority's, a proxy's that inspects TLS, or the server " +
                "sends its own certificate alone. Give --ca-file a file with the root and the intermediate certificates together (cat " +
                "root.pem intermediate.pem > ca.pem), or have the server send its intermediates.",
            HttpRequestError.SecureConnectionError when Says(exception, "RemoteCertificateNameMismatch") =>
                "The certificate is for another host: write the org's host as the certificate names it.",
            HttpRequestError.SecureConnectionError when Says(exception, "NotTimeValid") =>
                "The certificate has expired, or is not valid yet: have it renewed, or set this machine's clock.",
            HttpRequestError.SecureConnectionError =>
                "If a proxy inspects TLS or the org uses a private authority, give its root certificate with --ca-file; an org without " +
                "TLS has an address that begins with http://.",
            HttpRequestError.ProxyTunnelError =>
                "Check HTTPS_PROXY: the proxy answered, but opened no way to the org; 407 means that it wants a user and password in " +
                "HTTPS_PROXY, or others.",
            HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse =>
                "What answered does not speak HTTP as an org does; check host, port and https or http.",
            _ => "Check the network between this machine and the org; -v shows which request failed.",
        },
    };

    // .NET names what is wrong with a chain in the message alone.
    static bool Says(HttpRequestException exception, string what) => exception.Message.Contains(what, StringComparison.Ordinal);

    static bool IsOfProxy(Exception? exception) =>
        exception is not null && (exception is ProxyException || IsOfProxy(exception.InnerException));

    // The message alone names the host.
    static bool IsThisMachine(HttpRequestException exception) =>
        exception.Message.Contains("(127.0.0.1:", StringComparison.Ordinal)
            || exception.Message.Contains("(localhost:", StringComparison.Ordinal);

    // The outermost says only that something failed; the host and port are in its parentheses.
    static string Innermost(HttpRequestException exception)
    {
        Exception inner = exception;
        while (inner.InnerException is { } next)
            inner = next;

        var outer = exception.Message.Replace(", see inner exception", "", StringComparison.Ordinal).TrimEnd('.');
        return outer.Contains(inner.Message.TrimEnd('.'), StringComparison.Ordinal) ? $"{outer}." : $"{outer}: {inner.Message}";
    }
}
