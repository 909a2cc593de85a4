using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Postern.Interop.Tests.Exam;

/// <summary>An API that trusts blindly, in as many ways as it is told to; otherwise as the documents set one up.</summary>
static class BlindApi
{
    public static async Task<WebApplication> StartAsync(LocalOrg.LocalOrg org, Blind blind, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthorization(options => options.AddPolicy(
            "orders", policy =>
                _ = blind.HasFlag(Blind.Scope) ? policy.RequireAuthenticatedUser() : policy.RequireClaim("scp", "orders:read")));
        var keys = await KeysAsync(org, ct);
        builder.Services.AddAuthentication().AddJwtBearer(options =>
        {
            options.Authority = org.IssuerOf("aus1posternOrders005");
            options.Audience = "api://orders";
            options.RequireHttpsMetadata = false;
            options.MapInboundClaims = false;
            Look(options.TokenValidationParameters, blind, keys);
            options.Events = Events(blind);
        });
        var api = builder.Build();
        if (!blind.HasFlag(Blind.BreaksOff))
            api.Use(NotBreakingOff);
        api.UseAuthentication().UseAuthorization();
        var orders = api.MapGet("/orders", () => "[]");
        if (!blind.HasFlag(Blind.Open))
            orders.RequireAuthorization("orders");
        await api.StartAsync(ct);
        return api;
    }

    static void Look(TokenValidationParameters parameters, Blind blind, (SecurityKey[] OtherServers, SecurityKey[] OwnAndAsSecret) keys)
    {
        parameters.ValidateAudience = !blind.HasFlag(Blind.Audience);
        parameters.ValidateIssuer = !blind.HasFlag(Blind.Issuer);
        parameters.ValidateLifetime = !blind.HasFlag(Blind.Lifetime);
        parameters.RequireSignedTokens = !blind.HasFlag(Blind.NoSignature);
        if (blind.HasFlag(Blind.Signature))
            parameters.SignatureValidator = (token, _) => new JsonWebToken(token);
        if (blind.HasFlag(Blind.OtherServers))
            parameters.IssuerSigningKeys = keys.OtherServers;
        if (blind.HasFlag(Blind.Confusion))
            parameters.IssuerSigningKeyResolver = (_, _, _, _) => keys.OwnAndAsSecret;
        if (blind.HasFlag(Blind.EmbeddedKey))
            parameters.IssuerSigningKeyResolver = (token, _, _, _) =>
                Header(token).TryGetProperty("jwk", out var jwk) ? [new JsonWebKey(jwk.GetRawText())] : null;
        if (blind.HasFlag(Blind.KeyUrl))
            parameters.IssuerSigningKeyResolver = (token, _, _, _) =>
                Header(token).TryGetProperty("jku", out var url) ? Fetched(url.GetString()!) : null;
    }

    static JwtBearerEvents Events(Blind blind) => new()
    {
        OnMessageReceived = context =>
        {
            if (blind.HasFlag(Blind.Query) && context.Request.Query["access_token"] is [{ } token])
                context.Token = token;
            return Task.CompletedTask;
        },
        OnAuthenticationFailed = _ => blind.HasFlag(Blind.BreaksDown) || blind.HasFlag(Blind.BreaksOff)
            ? throw new InvalidOperationException("Nobody thought of this.")
            : Task.CompletedTask,
        OnChallenge = context =>
        {
            if (blind.HasFlag(Blind.Silent) || blind.HasFlag(Blind.Redirects) || blind.HasFlag(Blind.Forbids))
                context.HandleResponse();
            if (blind.HasFlag(Blind.Silent))
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            if (blind.HasFlag(Blind.Redirects))
                context.Response.Redirect("/sign-in");
            if (blind.HasFlag(Blind.Forbids))
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        },
    };

    /// <summary>As a server does it that shows nobody its failures.</summary>
    static async Task NotBreakingOff(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (InvalidOperationException)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    static JsonElement Header(string token) =>
        JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.Split('.')[0])).RootElement;

    static IEnumerable<SecurityKey> Fetched(string url)
    {
        using var http = new HttpClient();
        using var answer = http.Send(new(HttpMethod.Get, url));
        using var reader = new StreamReader(answer.Content.ReadAsStream());
        return new JsonWebKeySet(reader.ReadToEnd()).Keys;
    }

    /// <summary>Those of the org's own server, and the API's server's as somebody mistakes them for secrets.</summary>
    static async Task<(SecurityKey[] OtherServers, SecurityKey[] OwnAndAsSecret)> KeysAsync(LocalOrg.LocalOrg org, CancellationToken ct)
    {
        using var http = new HttpClient();
        var others = new JsonWebKeySet(await http.GetStringAsync($"{org.Url}/oauth2/v1/keys", ct)).Keys;
        var own = new JsonWebKeySet(await http.GetStringAsync($"{org.IssuerOf("aus1posternOrders005")}/v1/keys", ct)).Keys[0];
        using var rsa = RSA.Create(
            new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(own.N), Exponent = Base64UrlEncoder.DecodeBytes(own.E) });
        var pem = Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem() + "\n");
        return ([.. others], [own, new SymmetricSecurityKey(pem)]);
    }
}
