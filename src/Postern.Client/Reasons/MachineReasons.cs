using static Postern.Client.FailureReason;

namespace Postern.Client;

/// <summary>What is the matter on this side: H of docs/okta/why-it-fails.md.</summary>
static class MachineReasons
{
    public static FailureReason NoName { get; } = Known(
        "A01",
        "The host's name leads nowhere.",
        "Check the spelling of the org's host, and that this machine resolves names.");

    public static FailureReason NoConnection { get; } = Known(
        "H01",
        "Nothing answers at this address.",
        "Check host and port, and whether something listens there; behind a proxy, have it used.").Or("A01");

    public static FailureReason Untrusted { get; } = Known(
        "H01",
        "The connection cannot be trusted: its certificate is of no authority that is trusted here.",
        "Where a proxy inspects TLS, or the org has a private authority, trust that root certificate.");

    public static FailureReason Proxy { get; } = Known(
        "H01", "The proxy opened no way to the org.", "Check the proxy's address, user and password.");

    public static FailureReason NoAnswer { get; } = Known(
        "H01", "No answer came in time.", "Look for a proxy or firewall in between, or wait longer.").Or("B11");

    public static FailureReason SomethingBetween { get; } = Known(
        "H01",
        "Something answers in the org's place.",
        "See that the address is an Okta org's own, https://{org}.okta.com, and that no proxy or firewall answers in its place.").Or("A01");

    public static FailureReason Firewall { get; } = Known(
        "H02",
        "A firewall answered, and not Okta: its page bears no request id of Okta's.",
        "Have whoever keeps the network let this machine's requests through; a User-Agent of one's own may be enough.");

    public static FailureReason PasswordCharacters { get; } = Known(
        "H03",
        "The password has characters that a shell, an editor or a secret store puts there.",
        "Look for white space at its end, quotation marks around it, and a $ or ! that a shell took.").Or("B01");

    public static FailureReason EmptyPassword { get; } = Known(
        "H04",
        "The password is empty, as an unset or masked secret in CI is.",
        "Set it, and see that this run may read it: runs of forks mostly may not.");

    public static FailureReason EmptyValue { get; } = Known(
        "H04",
        "A value is missing or malformed.",
        "See that neither user name nor password is empty: a masked secret in CI often is.").Or("B13");

    public static FailureReason Clock { get; } = Known(
        "H05",
        "This machine's clock is not the org's.",
        "Set this machine's clock: one-time passwords, assertions and the checks of tokens go by it.").Or("E05", "D08");

    public static FailureReason Cookies { get; } = Known(
        "H06",
        "Requests carry cookies of an earlier sign-in.",
        "Use a client that keeps no cookies.").Or("C02");

    public static FailureReason Retries { get; } = Known(
        "H07",
        "Something sends requests again by itself, and spends what is good once.",
        "Let nothing but the client repeat a request: no retries, no hedging.").Or("C01", "D03", "B02");

    public static FailureReason OtherAddress { get; } = Known(
        "H08",
        "The steps of a sign-in went out by different addresses.",
        "Let all of them go by one way.").Or("C01");

    public static IReadOnlyList<FailureReason> All =>
    [
        NoName, NoConnection, Untrusted, Proxy, NoAnswer, SomethingBetween, Firewall, PasswordCharacters, EmptyPassword, EmptyValue, Clock,
        Cookies, Retries, OtherAddress,
    ];

    public static FailureReason Of(HttpRequestException failed) => failed switch
    {
        TransportException { IsTimeout: true } => NoAnswer,
        { HttpRequestError: HttpRequestError.NameResolutionError } => NoName,
        { HttpRequestError: HttpRequestError.SecureConnectionError } => Untrusted,
        { HttpRequestError: HttpRequestError.ProxyTunnelError } => Proxy,
        { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse } => SomethingBetween,
        _ => NoConnection,
    };
}
