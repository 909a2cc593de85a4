namespace Postern.LocalOrg.Html;

/// <summary>
/// The state token by which Identity Engine's clients sign in behind a page, escaped as Okta escapes it (oie-sessiontoken.md 3). It is no
/// script, which the page needs none of, and is found as one.
/// </summary>
static class StateTokenScript
{
    public static string Of(string? stateToken) =>
        stateToken is null ? "" : $"\n<script type=\"text/plain\">var stateToken = '{Escape.Script(stateToken)}';</script>";
}
