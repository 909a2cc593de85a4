using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Postern.LocalOrg;

namespace Postern.Testing;

/// <summary>
/// Makes a web app one of the org's apps: before the framework completes its options, and after, as <see cref="JwtBearerWiring"/>.
/// </summary>
sealed class OpenIdConnectWiring(TestOrg org, IReadOnlyList<string> schemes, IDataProtectionProvider? protection)
    : IConfigureNamedOptions<OpenIdConnectOptions>, IPostConfigureOptions<OpenIdConnectOptions>
{
    public void Configure(OpenIdConnectOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (name.IsAmong(schemes))
            Wire(options, WebApps.AppOf(org, options));
    }

    public void PostConfigure(string? name, OpenIdConnectOptions options)
    {
        if (!name.IsAmong(schemes))
            return;

        Wire(options, WebApps.AppOf(org, options));
        new OpenIdConnectPostConfigureOptions(protection!).PostConfigure(name, options);
    }

    void Wire(OpenIdConnectOptions options, SeedApp? app)
    {
        var issuer = OrgTokens.IssuerFor(org, options.Authority, [])!;
        (options.Authority, options.MetadataAddress) = (issuer, null);
        (options.Configuration, options.ConfigurationManager, options.Backchannel) = (null, null, null!);
        options.BackchannelHttpHandler = org.CreateHandler();
        options.RequireHttpsMetadata &= Uri.UriSchemeHttps == new Uri(issuer).Scheme;
        options.TimeProvider = org.Clock;
        OrgTokens.Take(options.TokenValidationParameters, issuer, org.Clock);
        if (app is null)
        {
            // It may be an API besides, whose tests never sign in: the framework demands an id of each scheme at each request.
            options.ClientId ??= "no-app-of-the-test-org";
            return;
        }

        (options.ClientId, options.ClientSecret) = (app.ClientId, app.ClientSecret);
        if (options.TokenValidationParameters.ValidAudience is not null)
            options.TokenValidationParameters.ValidAudience = app.ClientId;
    }
}
