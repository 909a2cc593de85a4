using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Callers;

/// <summary>
/// Whoever calls may not, which each surface says in its own way: nobody that is known, or with an access token that will not do.
/// </summary>
sealed class CallerRefusal(OAuthError? wrong) : Refusal(wrong?.Message ?? "The caller is nobody that is known.")
{
    /// <summary>
    /// What is wrong with the access token, and the header that says so; null where there was neither that nor an API token of the org's.
    /// </summary>
    public OAuthError? Wrong => wrong;
}
