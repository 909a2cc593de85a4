using Postern.Protocol;

namespace Postern.LocalOrg.Html;

/// <summary>Where the pages are, and where their forms are sent.</summary>
static class PagePaths
{
    public const string SignIn = "/login/login.htm";
    public const string Step = "/login/step";
    public const string SignOut = "/login/signout";
    public const string Consent = "/login/consent";
    public const string Home = "/app/UserHome";
    public const string SessionCookie = "/login/sessionCookieRedirect";

    /// <summary>Where Identity Engine's transactions end that a page began: oie-sessiontoken.md 3.</summary>
    public const string TokenRedirect = "/login/token/redirect";

    public const string StepUp = "/login/step-up/redirect";

    /// <summary>Where the pages send the browser back to, with the <c>okta_key</c> of the authorize request that waits.</summary>
    public const string Resume = Paths.OAuth + Paths.Authorize + "/redirect";
}
