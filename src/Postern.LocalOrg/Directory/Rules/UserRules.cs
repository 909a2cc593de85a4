namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of a user's profile.</summary>
static class UserRules
{
    public static IEnumerable<Fault> Check(User user, Known known) =>
    [
        .. Faults.OfId("id", user.Id),
        .. Faults.OfName("login", user.Login, longest: 100),
        .. Faults.OfName("email", user.Email, longest: 100),
        .. Faults.OfName("firstName", user.FirstName, longest: 50),
        .. Faults.OfName("lastName", user.LastName, longest: 50),
        .. known.MissingGroups("groupIds", user.GroupIds),
    ];
}
