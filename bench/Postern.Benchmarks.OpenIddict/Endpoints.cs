using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Postern.Benchmarks.OpenIddict;

/// <summary>What OpenIddict leaves to its host: who signs in, and what they get.</summary>
static class Endpoints
{
    const string OpenIddictScheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    /// <summary>Everybody is Ada, at first sight.</summary>
    public static async Task SignInAsync(HttpContext context, string returnUrl)
    {
        var ada = new ClaimsIdentity(
            [new(Claims.Subject, "ada"), new(Claims.Name, "Ada Active"), new(Claims.Email, "ada@example.com")], "bench");
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new(ada));
        context.Response.Redirect(returnUrl);
    }

    public static async Task AuthorizeAsync(HttpContext context)
    {
        var session = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (session.Principal is { } user)
            await GrantAsync(context, user.Claims.Where(claim => claim.Type is Claims.Subject or Claims.Name or Claims.Email));
        else
            await context.ChallengeAsync(
                CookieAuthenticationDefaults.AuthenticationScheme,
                new() { RedirectUri = context.Request.Path + context.Request.QueryString });
    }

    public static async Task TokenAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
            await GrantAsync(context, [new(Claims.Subject, request.ClientId!)]);
        else
            await context.SignInAsync(OpenIddictScheme, (await context.AuthenticateAsync(OpenIddictScheme)).Principal!);
    }

    static Task GrantAsync(HttpContext context, IEnumerable<Claim> claims)
    {
        var identity = new ClaimsIdentity(claims, OpenIddictScheme, Claims.Name, Claims.Role);
        _ = identity.SetScopes(context.GetOpenIddictServerRequest()!.GetScopes()).SetResources("urn:example:api");
        _ = identity.SetDestinations(static claim =>
            claim.Type is Claims.Subject ? [Destinations.AccessToken, Destinations.IdentityToken] : [Destinations.IdentityToken]);
        return context.SignInAsync(OpenIddictScheme, new(identity));
    }
}
