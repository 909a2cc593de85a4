using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace Postern.Testing;

/// <summary>
/// Makes an API take the org's tokens. Twice: before the framework completes the options, which refuses an http authority and one that is
/// missing, and after whatever the application itself has left to the end.
/// </summary>
sealed class JwtBearerWiring(TestOrg org, IReadOnlyList<string> schemes)
    : IConfigureNamedOptions<JwtBearerOptions>, IPostConfigureOptions<JwtBearerOptions>
{
    readonly JwtBearerPostConfigureOptions _framework = new();

    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name.IsAmong(schemes))
            Wire(options, ServerOf(options) ?? org.Issuer);
    }

    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (!name.IsAmong(schemes))
            return;

        Wire(options, ServerOf(options) ?? throw Unknown(name, options));
        _framework.PostConfigure(name, options);
    }

    void Wire(JwtBearerOptions options, string issuer)
    {
        (options.Authority, options.MetadataAddress) = (issuer, null!);
        (options.Configuration, options.ConfigurationManager, options.Backchannel) = (null, null, null!);
        options.BackchannelHttpHandler = org.CreateHandler();
        options.RequireHttpsMetadata &= Uri.UriSchemeHttps == new Uri(issuer).Scheme;
        options.TimeProvider = org.Clock;
        OrgTokens.Take(options.TokenValidationParameters, issuer, org.Clock);
    }

    string? ServerOf(JwtBearerOptions options) => OrgTokens.IssuerFor(
        org, options.Authority, options.TokenValidationParameters.ValidateAudience ? Audiences(options) : []);

    InvalidOperationException Unknown(string? name, JwtBearerOptions options) => new(
        $"The application's scheme '{name}' takes tokens for {SeedParts.Listed(Audiences(options))}, and the test org has no " +
        "authorization " +
        $"server of that audience: add .Server(\"default\", audience: \"{Audiences(options)[0]}\") where it is started. It has " +
        $"{SeedParts.Listed(org.LocalOrg.Seed.AuthorizationServers.Select(server => server.Audience))}. Where the scheme is another " +
        "provider's, name those that are the org's: WithOrg(org, \"Bearer\").");

    static IReadOnlyList<string> Audiences(JwtBearerOptions options) =>
    [
        .. ((string?[])[options.Audience, options.TokenValidationParameters.ValidAudience])
            .Concat(options.TokenValidationParameters.ValidAudiences ?? [])
            .OfType<string>().Where(audience => audience.Length > 0).Distinct(),
    ];
}
