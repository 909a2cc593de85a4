using System.Text.RegularExpressions;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Callers;

/// <summary>
/// What admins may do by their roles: of which scopes' operations each may read, and which change. UNCONFIRMED (management.md 1.5 names no
/// table): drawn from what Okta says of each role in words.
/// </summary>
static partial class Rights
{
    const string Everything = "*";

    static readonly Dictionary<string, Right> ByRole = new(StringComparer.Ordinal)
    {
        [RoleTypes.SuperAdmin] = new() { Manages = [Everything] },
        [RoleTypes.OrgAdmin] = new() { Manages = [Everything], OnlyReads = ["roles", "apiTokens"] },
        [RoleTypes.ReadOnlyAdmin] = new() { Reads = [Everything] },
        [RoleTypes.AppAdmin] = new()
        {
            Manages = ["apps", "appGrants", "clients"],
            Reads = ["users", "groups", "policies", "idps", "schemas", "userTypes", "profileMappings", "authorizationServers", "logs"],
        },
        [RoleTypes.ApiAccessManagementAdmin] = new()
        {
            Manages = ["authorizationServers", "clients", "trustedOrigins"],
            Reads = ["apps", "appGrants", "users", "groups", "inlineHooks", "logs"],
        },
        [RoleTypes.UserAdmin] = new()
        {
            Manages = ["users", "groups", "sessions"], Reads = ["apps", "schemas", "userTypes", "logs"],
        },
        [RoleTypes.GroupMembershipAdmin] = new() { Manages = ["groups"], Reads = ["users"] },
        [RoleTypes.HelpDeskAdmin] = new() { Manages = ["sessions"], Reads = ["users", "groups"], HelpsUsers = true },
        [RoleTypes.ReportAdmin] = new() { Reads = ["logs", "users", "groups", "apps"] },
        [RoleTypes.MobileAdmin] = new() { Manages = ["devices"], Reads = ["users", "groups", "apps"] },
    };

    /// <summary>Whether any of the roles will do for an operation, by the scope that Okta's description names and by its path.</summary>
    public static bool Suffice(IEnumerable<RoleAssignment> roles, string scope, string path) =>
        roles.Any(role => ByRole.TryGetValue(role.Type, out var right) && right.Includes(scope, path));

    /// <summary>What helps a user who cannot sign in.</summary>
    [GeneratedRegex(
        "^/api/v1/users/[^/]+/" +
        "(lifecycle/(unlock|reset_password|reset_factors|expire_password(_with_temp_password)?)|factors(/|$)|sessions$)")]
    private static partial Regex Help();

    sealed record Right
    {
        public string[] Manages { get; init; } = [];

        public string[] Reads { get; init; } = [];

        /// <summary>Of those that it otherwise manages.</summary>
        public string[] OnlyReads { get; init; } = [];

        public bool HelpsUsers { get; init; }

        public bool Includes(string scope, string path)
        {
            var words = scope.Split('.');
            // Of what there are kinds of they are named in between: okta.apps.interclientTrust.read.
            var (stem, isRead) = (words.ElementAtOrDefault(1) ?? "", words.Skip(2).Contains("read"));
            return (Names(Manages, stem) && (isRead || !OnlyReads.Contains(stem)))
                || (isRead && Names(Reads, stem))
                || (HelpsUsers && stem is "users" && Help().IsMatch(path));
        }

        static bool Names(string[] stems, string stem) => stems is [Everything] || stems.Contains(stem);
    }
}
