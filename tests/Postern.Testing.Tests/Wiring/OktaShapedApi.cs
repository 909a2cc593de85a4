using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Postern.Testing.Tests.Wiring;

/// <summary>
/// An API that is set up as Okta.AspNetCore sets one up: the domain must be https, issuer and audience are spelled out in the validation
/// parameters, and whoever wants another way to Okta hands a handler over.
/// </summary>
static class OktaShapedApi
{
    public static async Task<WebApplication> StartAsync(string oktaDomain, HttpMessageHandler backchannelHttpClientHandler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting().AddAuthorization();
        builder.Services.AddAuthentication().AddJwtBearer(options => SetUp(options, oktaDomain, backchannelHttpClientHandler));
        var api = builder.Build();
        api.UseRouting().UseAuthentication().UseAuthorization();
        api.MapGet("/me", (ClaimsPrincipal user) => user.FindFirstValue("uid")).RequireAuthorization();
        await api.StartAsync(The.Ct);
        return api;
    }

    public static void SetUp(JwtBearerOptions options, string oktaDomain, HttpMessageHandler? backchannelHttpClientHandler)
    {
        if (!oktaDomain.StartsWith("https://", StringComparison.Ordinal))
            throw new ArgumentException($"Your Okta URL must start with https. Current value: {oktaDomain}.", nameof(oktaDomain));

        var issuer = $"{oktaDomain}/oauth2/default";
        options.Audience = "api://orders";
        options.Authority = issuer;
        options.TokenValidationParameters = new()
        {
            RequireExpirationTime = true, RequireSignedTokens = true, ValidateIssuer = true, ValidIssuer = issuer, ValidateAudience = true,
            ValidAudience = "api://orders", ValidateIssuerSigningKey = true, ValidateLifetime = true, ClockSkew = TimeSpan.FromMinutes(2),
        };
        options.BackchannelHttpHandler = backchannelHttpClientHandler;
        options.BackchannelTimeout = TimeSpan.FromMinutes(1);
    }
}
