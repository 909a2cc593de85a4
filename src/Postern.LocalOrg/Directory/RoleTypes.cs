using System.Text;

namespace Postern.LocalOrg.Directory;

/// <summary>Okta's standard roles: their types, their labels, and the ids that every assignment of one has (management.md 19).</summary>
static class RoleTypes
{
    public const string SuperAdmin = "SUPER_ADMIN", OrgAdmin = "ORG_ADMIN", AppAdmin = "APP_ADMIN", UserAdmin = "USER_ADMIN",
        HelpDeskAdmin = "HELP_DESK_ADMIN", ReadOnlyAdmin = "READ_ONLY_ADMIN", GroupMembershipAdmin = "GROUP_MEMBERSHIP_ADMIN",
        ApiAccessManagementAdmin = "API_ACCESS_MANAGEMENT_ADMIN", MobileAdmin = "MOBILE_ADMIN", ReportAdmin = "REPORT_ADMIN";

    const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>UNCONFIRMED: the labels of the last three. That USER_ADMIN is a "Group Administrator" is Okta's own word.</summary>
    static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        [SuperAdmin] = "Super Administrator", [OrgAdmin] = "Organization Administrator", [AppAdmin] = "Application Administrator",
        [UserAdmin] = "Group Administrator", [HelpDeskAdmin] = "Help Desk Administrator", [ReadOnlyAdmin] = "Read-only Administrator",
        [GroupMembershipAdmin] = "Group Membership Administrator",
        [ApiAccessManagementAdmin] = "API Access Management Administrator", [MobileAdmin] = "Mobile Administrator",
        [ReportAdmin] = "Report Administrator", ["ACCESS_CERTIFICATIONS_ADMIN"] = "Access Certifications Administrator",
        ["ACCESS_REQUESTS_ADMIN"] = "Access Requests Administrator", ["WORKFLOWS_ADMIN"] = "Workflows Administrator",
    };

    public static IReadOnlyCollection<string> All => Labels.Keys;

    public static bool Has(string type) => Labels.ContainsKey(type);

    public static string LabelOf(string type) => Labels[type];

    /// <summary>RFC 4648 section 6 without padding: the same for every assignee.</summary>
    public static string IdOf(string type)
    {
        StringBuilder id = new();
        var (bits, count) = (0, 0);
        foreach (var letter in Encoding.ASCII.GetBytes(type))
        {
            (bits, count) = ((bits << 8) | letter, count + 8);
            for (; count >= 5; count -= 5)
                id.Append(Base32[(bits >> (count - 5)) & 31]);
            bits &= (1 << count) - 1;
        }

        return (count > 0 ? id.Append(Base32[(bits << (5 - count)) & 31]) : id).ToString();
    }

    /// <summary>Null where no role has this id.</summary>
    public static string? Find(string id) => All.FirstOrDefault(type => IdOf(type) == id);
}
