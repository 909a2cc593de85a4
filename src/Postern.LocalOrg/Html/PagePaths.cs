using Postern.Protocol;

namespace Postern.LocalOrg.Html;

/// <summary>Where the pages are, and where their forms are sent.</summary>
static class PagePaths
{
    public const string SignIn = "/login/login.htm";
    public const string Step = "/login/step";
    public const string SignOut = "/login/signout";

    /// <summary>Where Okta's own pages have them: a forgotten password, a locked account, a new one.</summary>
    public const string ForgottenPassword = "/signin/forgot-password", LockedAccount = "/signin/unlock", Register = "/signin/register";

    /// <summary>
    /// What the Management API hands out for people: with a token that takes the place of a password once (management.md 5.5).
    /// </summary>
    public const string Welcome = "/welcome/{token}", Reset = "/reset_password/{token}", ForgottenReset = "/signin/reset-password/{token}";

    public const string Consent = "/login/consent";
    public const string Home = "/app/UserHome";
    public const string SessionCookie = "/login/sessionCookieRedirect";

    /// <summary>Where Identity Engine's transactions end that a page began: oie-sessiontoken.md 3.</summary>
    public const string TokenRedirect = "/login/token/redirect";

    public const string StepUp = "/login/step-up/redirect";

    /// <summary>Where a web SSO token signs a browser in: direct-auth.md 8.1.</summary>
    public const string WebSso = "/login/token/sso";

    /// <summary>Where the pages send the browser back to, with the <c>okta_key</c> of the authorize request that waits.</summary>
    public const string Resume = Paths.OAuth + Paths.Authorize + "/redirect";

    /// <summary>Where another identity provider is led to: nobody is there.</summary>
    public static string Provider(string id) => "/sso/idps/" + Uri.EscapeDataString(id);
}
