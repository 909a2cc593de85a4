using System.Security.Claims;

namespace Samples;

/// <summary>An API that takes the access tokens of an org, real or local; the documents quote its options.</summary>
static class Api
{
    public static async Task<WebApplication> StartAsync(string issuer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication().AddJwtBearer(options =>
        {
            options.Authority = issuer;          // org.IssuerOf("default"), or https://dev-1.okta.com/oauth2/default
            options.Audience = "api://default";  // the audience of that authorization server
            options.RequireHttpsMetadata = issuer.StartsWith("https://", StringComparison.Ordinal); // a local org speaks plain HTTP
            options.MapInboundClaims = false;    // claims keep Okta's names: sub, uid, scp, groups
        });

        var api = builder.Build();
        api.MapGet("/me", (ClaimsPrincipal user) => user.FindFirstValue("sub")).RequireAuthorization();
        await api.StartAsync();
        return api;
    }
}
