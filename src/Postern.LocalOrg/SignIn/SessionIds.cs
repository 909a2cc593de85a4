using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// How a session is called: by its secret, which is the cookie's value and told once, to whoever begins it; or by a name made of the hash
/// that is kept, which is no cookie and may be told to whoever may look at sessions.
/// </summary>
static class SessionIds
{
    const string Prefix = "102";

    /// <summary>Of the prefix and a hash: as long as Okta's.</summary>
    const int NameLength = 25;

    public static string NameOf(string hash) => Prefix + hash;

    /// <summary>What a session is kept under, by either.</summary>
    public static string HashOf(string id) =>
        id.Length == NameLength && id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : Secrets.Hash(id);
}
