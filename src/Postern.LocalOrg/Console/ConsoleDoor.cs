using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Console;

/// <summary>
/// Who may look at the console, and who may change something by it: a browser with the cookie that a link bought. Where the org has no
/// control key, somebody of this machine who types the address is let in without one, as <c>/_postern</c> would tell them everything.
/// </summary>
sealed class ConsoleDoor(ConsoleKeys keys, OwnHosts hosts, OrgUrls urls, RequestRecord record)
{
    const string Site = "Sec-Fetch-Site";

    /// <summary>Whether what answers programs would tell this caller everything.</summary>
    public required Func<HttpContext, bool> IsTrustedAnyway { get; init; }

    /// <exception cref="ConsoleProblem">It is called by a name that is not its own.</exception>
    public void CheckHost(HttpContext context)
    {
        if (!hosts.HasOrIsAddress(context.Request.Host))
            throw new ConsoleProblem(
                StatusCodes.Status403Forbidden,
                "Not by this name",
                "The console answers by this machine's names, such as localhost or 127.0.0.1, by an address, and by the org's own public " +
                "URL alone.");
    }

    /// <exception cref="ConsoleProblem">They may not, or another site's page asks.</exception>
    public async Task CheckLookingAsync(HttpContext context)
    {
        // With the cookie or without: no other page may show this one, or lead somebody to a certain place in it.
        if (context.Request.Headers[Site] is [var site] && site is not ("same-origin" or "none"))
            throw ConsoleProblem.Elsewhere();
        if (await keys.IsSessionAsync(KeyOf(context), context.RequestAborted))
            return;
        if (!IsTrustedAnyway(context))
            throw Closed();
        // Only browsers say this, and only of an address that was typed.
        if (context.Request.Headers[Site] is ["none"])
            await LetInAsync(context, await keys.NewSessionAsync(context.RequestAborted));
    }

    /// <exception cref="ConsoleProblem">They may not, or it is no form of the console's own.</exception>
    public async Task CheckChangeAsync(HttpContext context)
    {
        if (!IsOwnForm(context.Request))
            throw ConsoleProblem.Elsewhere();
        if (!await keys.IsSessionAsync(KeyOf(context), context.RequestAborted))
            throw Closed();
    }

    /// <exception cref="ConsoleProblem">The link was used, is too old, or never was.</exception>
    public async Task RedeemAsync(HttpContext context, string link)
    {
        // The page that a link stands in, were it one, would spend it, and the cookie would not come along from there.
        if (context.Request.Headers[Site] is [var site] && site is not ("same-origin" or "none"))
            throw ConsoleProblem.Elsewhere();
        var session = await keys.RedeemAsync(link, context.RequestAborted) ?? throw ConsoleProblem.Closed(
            "This link was used already, or is older than an hour.");
        await LetInAsync(context, session);
    }

    public async Task CloseAsync(HttpContext context)
    {
        if (KeyOf(context) is { } key)
            await keys.EndAsync(key, context.RequestAborted);
        SetCookie(context, "", TimeSpan.Zero);
    }

    /// <summary>Whoever opens it wants to see what happens from then on: requests are recorded, and every page says so.</summary>
    async Task LetInAsync(HttpContext context, string session)
    {
        SetCookie(context, session, ConsoleKeys.SessionLifetime);
        if (!record.IsOn)
            await record.StartAsync(context.RequestAborted);
    }

    /// <summary>Browsers say whose form it is, in the one way or the other; what says neither is no browser's.</summary>
    bool IsOwnForm(HttpRequest request)
    {
        var isSame = request.Headers[Site] is [var site] ? site is "same-origin" : (bool?)null;
        var isOwn = request.Headers.Origin is [{ } origin] ? IsOwn(origin, request.Host) : (bool?)null;
        return isSame is not false && isOwn is not false && (isSame ?? isOwn) is true;
    }

    /// <summary>A proxy in front may speak HTTPS, or have the org's name.</summary>
    bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && (origin.EndsWith($"//{host}", StringComparison.OrdinalIgnoreCase)
            || origin.Equals(new Uri(urls.Public).GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));

    static ConsoleProblem Closed() => ConsoleProblem.Closed("This browser has not opened it, or did so more than twelve hours ago.");

    static string? KeyOf(HttpContext context) => context.Request.Cookies[NameOf(context.Request)];

    /// <summary>Cookies know no ports, and several orgs may run on one machine.</summary>
    static string NameOf(HttpRequest request) => string.Create(
        CultureInfo.InvariantCulture, $"postern_console_{request.Host.Port ?? (request.IsHttps ? 443 : 80)}");

    void SetCookie(HttpContext context, string key, TimeSpan lifetime)
    {
        var request = context.Request;
        var isSecure = request.IsHttps || (urls.AreSecure && request.Host.Value == new Uri(urls.Public).Authority);
        context.Response.Headers.Append(
            "Set-Cookie",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{NameOf(request)}={key}; path={ConsolePaths.Home}; max-age={(long)lifetime.TotalSeconds}; samesite=strict; " +
                $"httponly{(isSecure ? "; secure" : "")}"));
    }
}
