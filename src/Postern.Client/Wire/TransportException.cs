using System.Globalization;
using System.Text.RegularExpressions;

namespace Postern.Client;

/// <summary>
/// No answer came that could be read, or none in time. The message says to which request, by step and address, and why; never a query,
/// a header or a proxy's password.
/// </summary>
public sealed partial class TransportException : HttpRequestException
{
    internal TransportException(Stage stage, Uri asked, HttpRequestException cause)
        : this(
            stage,
            asked,
            cause.HttpRequestError,
            $"The {StepNames.Of(stage)} to {Client.Address.Of(asked)} failed: {Reason(cause).TrimEnd('.')}.",
            Repeatable(cause))
    {
    }

    internal TransportException(Stage stage, Uri asked, TimeSpan patience)
        : this(
            stage,
            asked,
            HttpRequestError.Unknown,
            LateSentence(stage, asked, patience),
            new TimeoutException(LateSentence(stage, asked, patience)))
    {
    }

    TransportException(Stage stage, Uri asked, HttpRequestError error, string message, Exception? inner)
        : base(error, message, inner)
    {
        Stage = stage;
        Address = Client.Address.Of(asked);
    }

    /// <summary>The step whose request it was.</summary>
    public Stage Stage { get; }

    /// <summary>Where it went: scheme, host and path.</summary>
    public string Address { get; }

    /// <summary>
    /// Whether an answer was awaited for as long as <see cref="HttpClient.Timeout"/> allows, and did not come or did not end.
    /// </summary>
    public bool IsTimeout => InnerException is TimeoutException;

    static string LateSentence(Stage stage, Uri asked, TimeSpan patience) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"No answer in time: the {StepNames.Of(stage)} to {Client.Address.Of(asked)} was not answered in full within " +
            $"{patience.TotalSeconds:0.###} s.");

    // .NET's own words name the proxy with its password, and repeat header lines that are malformed.
    static string Reason(HttpRequestException cause) => cause.HttpRequestError switch
    {
        HttpRequestError.ProxyTunnelError => ProxyReason(cause.Message),
        HttpRequestError.InvalidResponse => "what answered does not speak HTTP",
        _ => ForeignWords.Of(WithInnermost(cause)),
    };

    static string ProxyReason(string message) => ProxyRefusal().Match(message) is { Success: true } refusal
        ? $"the proxy {refusal.Groups["proxy"].Value} answered {refusal.Groups["status"].Value} and opened no way to it"
        : "the proxy opened no way to it";

    // The outermost says only that something failed; the host and port are in its parentheses.
    static string WithInnermost(HttpRequestException cause)
    {
        Exception inner = cause;
        while (inner.InnerException is { } next)
            inner = next;

        var outer = cause.Message.Replace(", see inner exception", "", StringComparison.Ordinal).TrimEnd('.');
        return outer.Contains(inner.Message.TrimEnd('.'), StringComparison.Ordinal) ? outer : $"{outer}: {inner.Message}";
    }

    // Whoever prints an exception prints its inner exceptions too.
    static HttpRequestException? Repeatable(HttpRequestException cause)
    {
        if (cause.HttpRequestError is HttpRequestError.ProxyTunnelError or HttpRequestError.InvalidResponse)
            return null;

        for (Exception? told = cause; told is not null; told = told.InnerException)
        {
            if (ForeignWords.Of(told.Message) != told.Message)
                return null;
        }

        return cause;
    }

    // After the last @, so that nothing of the user information is among what is taken.
    [GeneratedRegex("""(?<proxy>[^@'/\s]+)/?'[^'@]*'(?<status>\d{3})'[^'@]*$""", RegexOptions.CultureInvariant)]
    private static partial Regex ProxyRefusal();
}
