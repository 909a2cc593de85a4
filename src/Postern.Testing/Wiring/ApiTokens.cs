using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Postern.Client;

namespace Postern.Testing;

/// <summary>Tokens of the authorization server that an API takes, where a test names none.</summary>
sealed class ApiTokens(TestOrg org, IServiceProvider services, TokenWish wish) : ITokenSource
{
    public ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default) =>
        org.SourceOf(wish with { Server = wish.Server ?? ServerOfApi() }).GetTokenAsync(ct);

    /// <summary>Null where the API takes those of none or several: the scopes decide then.</summary>
    string? ServerOfApi()
    {
        var schemes = services.GetService<IOptions<AuthenticationOptions>>()?.Value.Schemes ?? [];
        var monitor = services.GetService<IOptionsMonitor<JwtBearerOptions>>();
        string[] authorities =
        [
            .. schemes.Where(scheme => typeof(JwtBearerHandler).IsAssignableFrom(scheme.HandlerType))
                .Select(scheme => monitor!.Get(scheme.Name).Authority).OfType<string>()
                .Where(authority => authority.StartsWith(org.Url, StringComparison.Ordinal)).Distinct(),
        ];
        return authorities is [var only] ? only : null;
    }
}
