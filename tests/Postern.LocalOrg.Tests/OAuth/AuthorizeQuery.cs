using System.Web;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>An authorize request that only lacks a session, with what a test changes about it.</summary>
static class AuthorizeQuery
{
    public const string Good =
        $"client_id={The.Web}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s-1f0c&nonce=n-8c2e&prompt=none";

    /// <summary>
    /// Each change is <c>name=value</c>, encoded, to set a parameter, or <c>-name</c> to leave it out; several are joined by <c>&amp;</c>.
    /// </summary>
    public static string With(string changes)
    {
        var query = HttpUtility.ParseQueryString(Good);
        foreach (var change in changes.Split('&'))
            if (change.StartsWith('-'))
                query.Remove(change[1..]);
            else
                query.Set(
                    change[..change.IndexOf('=', StringComparison.Ordinal)],
                    HttpUtility.UrlDecode(change[(change.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        return query.ToString()!;
    }
}
