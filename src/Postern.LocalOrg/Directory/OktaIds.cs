using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Directory;

/// <summary>Ids in Okta's form: three letters that say of what, and 17 letters and digits.</summary>
static class OktaIds
{
    public const string Org = "00o", User = "00u", Group = "00g", App = "0oa", AuthorizationServer = "aus", Scope = "scp", Claim = "ocl",
        Policy = "00p", Rule = "0pr", TrustedOrigin = "tos", ApiToken = "00T", NetworkZone = "nzo",
        Behavior = "bhv", InlineHook = "cal", EventHook = "who", UserType = "oty", Schema = "osc",
        ClientSecret = "ocs", ClientKey = "pks", ScopeGrant = "oag", AppInstance = "aln", NewerPolicy = "rst", NewerRule = "rul",
        Authenticator = "aut", HookKey = "HKY", Brand = "bnd", Domain = "OcD", ResourceKey = "apk", Yubikey = "ykk",
        InterclientMapping = "itm";

    const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const int Length = 17;

    public static string New(string prefix) => prefix + RandomNumberGenerator.GetString(Characters, Length);

    /// <summary>The same for the same name, on every machine.</summary>
    public static string Of(string prefix, params ReadOnlySpan<string> names)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(prefix + '\n' + string.Join('\n', names!)));
        return prefix + string.Create(Length, hash, (id, bytes) =>
        {
            for (var i = 0; i < id.Length; i++)
                id[i] = Characters[bytes[i] % Characters.Length];
        });
    }
}
