using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Postern.Benchmarks.OpenIddict;

/// <summary>A service with a secret and a public app without one.</summary>
static class Clients
{
    public const string Scope = "api";
    public const string Service = "service";
    public const string Secret = "service-secret-that-is-no-secret-0123456789";
    public const string App = "spa";
    public const string RedirectUri = "http://localhost:8080/callback";

    public static async Task CreateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TokenDatabase>().Database.EnsureCreatedAsync();
        var applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        _ = await applications.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = Service, ClientSecret = Secret, ClientType = ClientTypes.Confidential,
            Permissions =
            {
                Permissions.Endpoints.Token,
                Permissions.Endpoints.Introspection,
                Permissions.GrantTypes.ClientCredentials,
                Permissions.Prefixes.Scope + Scope,
            },
        });
        _ = await applications.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = App, ClientType = ClientTypes.Public, ConsentType = ConsentTypes.Implicit, RedirectUris = { new(RedirectUri) },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code, Permissions.Scopes.Profile, Permissions.Scopes.Email, Permissions.Prefixes.Scope + Scope,
            },
        });
    }
}
