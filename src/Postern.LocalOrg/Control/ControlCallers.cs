using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary>
/// Who may use the control surface, which hands out everybody's codes: whoever has the control key, and where there is none, a program of
/// this machine.
/// </summary>
/// <param name="key">The control key, or null.</param>
/// <param name="hosts">What the org may be called.</param>
sealed class ControlCallers(string? key, OwnHosts hosts)
{
    const string KeyHeader = "X-Postern-Control-Key";

    /// <exception cref="ControlProblem">This caller may not.</exception>
    public void Check(HttpContext context)
    {
        CheckNoPage(context.Request);
        if (key is not null)
            CheckKey(context.Request, key);
        else
            CheckLocal(context);
    }

    /// <summary>For what is shown to them besides what anybody may see.</summary>
    public bool Admits(HttpContext context)
    {
        try
        {
            Check(context);
            return true;
        }
        catch (ControlProblem)
        {
            return false;
        }
    }

    /// <summary>
    /// A page of any origin may be open in a browser on this machine: it is nobody who may ask for codes. Somebody who types the address
    /// may look
    /// (W3C Fetch Metadata: <c>none</c>), and whatever changes something takes more than a page could send without asking first.
    /// </summary>
    static void CheckNoPage(HttpRequest request)
    {
        if (request.Headers.Origin.Count > 0 || (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site != "none"))
            throw Forbidden("Pages may not use this: call it from the test.");
    }

    /// <summary>Where there is a key, this machine's address is no proof: a proxy may have it, or a tunnel.</summary>
    static void CheckKey(HttpRequest request, string key)
    {
        if (request.Headers[KeyHeader] is not [{ } given] || !Secrets.AreEqual(key, given))
            throw Forbidden($"Only whoever sends the control key in {KeyHeader} may use this.");
    }

    void CheckLocal(HttpContext context)
    {
        if (!Forwarding.IsLocal(context))
            throw Forbidden(
                "Only this machine may use this, and not through a proxy. For callers from elsewhere start the org with a control key, " +
                $"which they send in {KeyHeader}.");

        if (!hosts.Has(context.Request.Host))
            throw Forbidden("Only this machine may use this, under a name of its own, such as localhost or 127.0.0.1.");
    }

    static ControlProblem Forbidden(string detail) => new(StatusCodes.Status403Forbidden, "Forbidden", detail);
}
