using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Postern.Testing;

/// <summary>What an application that is wired to an org has in its services, after all that it has of its own.</summary>
static class OrgServices
{
    public static void Add(IServiceCollection services, TestOrg org, IReadOnlyList<string> schemes)
    {
        // An instance that is handed in is not the container's to dispose.
        services.AddSingleton(org);
        services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(org.Clock);

        var bearer = new JwtBearerWiring(org, schemes);
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>>(bearer);
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>>(bearer);

        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>>(new OpenIdConnectWiring(org, schemes, protection: null));
        services.AddSingleton<IPostConfigureOptions<OpenIdConnectOptions>>(
            provider => new OpenIdConnectWiring(org, schemes, provider.GetRequiredService<IDataProtectionProvider>()));
    }

    /// <summary>None named: all.</summary>
    public static bool IsAmong(this string? name, IReadOnlyList<string> schemes) => schemes.Count == 0 || schemes.Contains(name);
}
