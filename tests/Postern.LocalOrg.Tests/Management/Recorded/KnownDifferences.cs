using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Management.Recorded;

/// <summary>Where the local org answers otherwise than a recording, and why.</summary>
static class KnownDifferences
{
    /// <summary>A pattern of differences, and the reason that all of them have.</summary>
    public static readonly IReadOnlyList<(string Pattern, string Why)> All =
    [
        ("^2020: .*: more$", "Okta has added the member since then."),
        ("^2020: .*: order ", "Okta writes the members in another order since then: the type last, a key's id first."),
        (@"^2020: (POST|GET) /(users|groups).*statusChanged: string for null$", "Okta tells since 2025 when a new user's status began."),
        (@"^2020: .*extendedProperties: missing$", "A member of apps that Okta has dropped since then."),
        ("^2020: POST /users/{}/lifecycle/deactivate : 200 for 204$", "A few answers of that time were empty; management.md 1.3."),
        ("^2020: DELETE /inlineHooks/{} : 400 for 204$", "An active hook could be deleted then; management.md 16."),
        ("^2020: GET /policies .*deactivate: missing$", "The first policy here is the system's, which is never switched off."),
        (@"^2020: GET /{}/{}/scopes \[\].description: string for null$", "Okta describes its own scopes since then."),
        (@"^2020: GET /{} \[\].description: null for string$", "The seed's server has no description."),
        ("credentials.emails: missing$", "A member that some orgs have and others do not; management.md 5.1."),
        (@"^(2020: )?GET /users \[\]\.", "The first user here is the admin that owns the API token, whom nobody has signed in as."),
        (
            "^(2020: )?GET /(groups|apps) : empty$",
            "The recorded org had others before, or they were deleted by a call that was not recorded."),
        ("^(2020: )?GET /(groups|inlineHooks|sessions)/{} : 200 for 404$", "What ended it was not recorded."),
        (@"^GET /apps \[\]\.", "The first app of a real org is its admin console, which there is none of here; management.md 21."),
        ("universalLogout: null for object$", "The recordings of September 2025 have it for apps of every kind, those of December do not."),
        ("emOptInStatus: more$", "Okta has added the member between the recordings; management.md 10.2."),
        ("^PUT /apps/{} _links", "The recorded app had been deactivated by a call that was not recorded."),
        ("^GET /features", "There are no features of Okta's to switch here; management.md 18."),
        (
            "^(GET|POST) /meta/schemas/(user|group)/default definitions.custom.properties",
            "The recorded org had attributes of its own before."),
        (
            "^(GET|POST) /meta/schemas/group/default definitions.base.properties.*master: missing$",
            "Orgs with profile sources alone tell the source; management.md 8."),
        ("^POST /apps : 200 for 400$", "The recorded org had as many apps as its edition allows."),
        ("^(2020: )?PUT /authenticators/{} : 200 for 400$", "The recorded org lacked a telephony provider."),
        ("^POST /authn _links: missing$", "The Authentication API's own recordings have no links there; authn.md 3."),
    ];

    public static string? ReasonOf(string difference) =>
        All.FirstOrDefault(known => Regex.IsMatch(difference, known.Pattern, RegexOptions.CultureInvariant)).Why;
}
