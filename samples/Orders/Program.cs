using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

// An API and a web app as they run in production, against a real org: nothing in them knows of tests.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthorizationBuilder()
    .AddPolicy("orders:read", policy => policy.RequireClaim("scp", "orders:read"))
    .AddPolicy("admins", policy => policy.RequireClaim("groups", "Admins"));
builder.Services
    .AddAuthentication(options =>
    {
        options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
    })
    .AddJwtBearer(options =>
    {
        options.Authority = "https://dev-1.okta.com/oauth2/default";
        options.Audience = "api://orders";
        options.MapInboundClaims = false;
    })
    .AddCookie(options => options.ExpireTimeSpan = TimeSpan.FromMinutes(20))
    .AddOpenIdConnect(options =>
    {
        options.Authority = "https://dev-1.okta.com/oauth2/default";
        options.ClientId = "0oa1abcdEFGHijkl2345";
        options.ClientSecret = builder.Configuration["Okta:ClientSecret"];
        options.ResponseType = "code";
        options.GetClaimsFromUserInfoEndpoint = true;
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "name";
    });

var app = builder.Build();
var api = app.MapGroup("/orders").RequireAuthorization(
    policy => policy.AddAuthenticationSchemes(JwtBearerDefaults.AuthenticationScheme).RequireAuthenticatedUser());
api.MapGet("", (ClaimsPrincipal user) => new[] { $"an order of {user.FindFirstValue("sub")}" }).RequireAuthorization("orders:read");
api.MapDelete("", () => Results.NoContent()).RequireAuthorization("admins");
app.MapGet("/me", (ClaimsPrincipal user) => $"Hello, {user.Identity!.Name}.").RequireAuthorization();
app.MapGet("/time", (TimeProvider time) => time.GetUtcNow());
app.Run();
