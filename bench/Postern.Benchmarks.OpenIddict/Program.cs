using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Postern.Benchmarks.OpenIddict;

if (args is not [var file])
{
    await Console.Error.WriteLineAsync("Run it through bench/run: it wants a file for its database.");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.LoginPath = "/sign-in");
builder.Services.AddDbContextPool<TokenDatabase>(
    database => database.UseSqlite($"Data Source={file}").AddInterceptors(new SqliteSettings()).UseOpenIddict());
builder.Services.AddOpenIddict()
    .AddCore(core =>
    {
        core.UseEntityFrameworkCore().UseDbContext<TokenDatabase>();
        core.ReplaceApplicationManager<OpenIddictEntityFrameworkCoreApplication, QuickSecrets>();
    })
    .AddServer(AuthorizationServer.Configure);

builder.Services.AddRateLimiter(limiter => limiter.GlobalLimiter = OneAtATime.Limiter);

var app = builder.Build();
app.UseRateLimiter();
await Clients.CreateAsync(app.Services);
app.MapGet("/sign-in", Endpoints.SignInAsync);
app.MapGet(AuthorizationServer.AuthorizePath, Endpoints.AuthorizeAsync);
app.MapPost(AuthorizationServer.TokenPath, Endpoints.TokenAsync);
await app.StartAsync();
Console.WriteLine(AuthorizationServer.Describe(app.Urls.First()));
await app.WaitForShutdownAsync();
return 0;
