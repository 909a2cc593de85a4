using static Postern.Client.FailureReason;

namespace Postern.Client;

/// <summary>The wrong address, the right one spelled otherwise, or nobody who can answer there: A of docs/okta/why-it-fails.md.</summary>
static class AddressReasons
{
    public static FailureReason NotAnOrg { get; } = Known(
        "A01",
        "No Okta org is at this address.",
        "Copy the org's URL from the admin console's top right menu, as https://dev-1.okta.com, and check its spelling.").Or("H01");

    public static FailureReason AdminHost { get; } =
        Known("A02", "The address is the admin console's.", "Remove '-admin'.", "is the admin console's", "Remove '-admin'");

    public static FailureReason OtherIssuer { get; } = Known(
        "A03",
        "The issuer is written otherwise than its discovery document names it.",
        "Configure the issuer exactly as the document names it, custom domain included.",
        "is not one. The org server's is", "is not a web address", "has a path", "has a user name, a query or a fragment");

    public static FailureReason OtherServer { get; } = Known(
        "A04",
        "The grant is another authorization server's.",
        "Use the same authorization server in both requests.",
        "issued for another authorization server");

    public static FailureReason NoServer { get; } = Known(
        "A05",
        "There is nothing at this address, and so no such authorization server.",
        "See the org URL, and the authorization server's id; a new org may have no 'default' server.").Or("A07");

    public static FailureReason NoFeature { get; } = Known(
        "A05",
        "The org does not have this feature.",
        "Custom authorization servers need API Access Management; use the org server instead.");

    public static FailureReason NoServerOfId { get; } = Known(
        "A05",
        "There is no authorization server of that id.",
        "Use 'default', an id that starts with 'aus', or none for the org server.",
        "authorization server id is invalid");

    public static FailureReason OtherHost { get; } = Known(
        "A06",
        "The org calls itself by another host than the one that was asked, as with a custom domain.",
        "Use one host in every step, the one that the issuer names: sessions and session tokens of one are no good at the other.");

    public static FailureReason Inactive { get; } = Known(
        "A07", "The app, or the authorization server, is not active.", "Have an admin activate it.");

    public static FailureReason OtherOrg { get; } = Known(
        "A08",
        "User and app are unknown here, as where preview and production are mixed up.",
        "See which org each belongs to: addresses of preview orgs end in oktapreview.com.");

    public static FailureReason Outage { get; } = Known(
        "A09", "The fault is Okta's, or a proxy's.", "Try again later; status.okta.com tells of outages.").Or("B11");

    public static IReadOnlyList<FailureReason> All =>
        [NotAnOrg, AdminHost, OtherIssuer, OtherServer, NoServer, NoFeature, NoServerOfId, OtherHost, Inactive, OtherOrg, Outage];

    /// <summary>What an option was refused for.</summary>
    public static FailureReason? Of(string message) => In([AdminHost, OtherIssuer], message);
}
