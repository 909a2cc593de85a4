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
    public const string StepUp = "/login/step-up/redirect";

    /// <summary>Where the pages send the browser back to, with the <c>okta_key</c> of the authorize request that waits.</summary>
    public const string Resume = Paths.OAuth + Paths.Authorize + "/redirect";
}
