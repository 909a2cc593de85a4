using Postern.Client;

namespace Postern.Cli;

/// <summary>An app's own tokens, by the client credentials grant, by what was said beforehand alone: kept while they last.</summary>
sealed class AppTokens(TokenOptions options, Place place)
{
    Terminal Io => place.Io;

    public async Task<KeptTokens> GetAsync(CancellationToken ct)
    {
        var app = new ClientApp { ClientId = options.App.App.Client.Resolve(Io), Scopes = ScopesAskedFor };
        var (secrets, dpop) = (new SecretReader(Io), options.App.DPoP);
        var given = dpop.KeyReference is null ? null : await dpop.ResolveAsync(null, secrets, ct);
        var key = new TokenKey
        {
            Issuer = place.Address.Issuer, ClientId = app.ClientId, Way = "client credentials", Scopes = app.Scopes,
            Circumstances =
            [
                $"dpop {given?.Thumbprint ?? (dpop.Binds ? "own" : "none")}",
                $"roots {UserTokens.RootsOf(options.Http, Io)}",
            ],
        };
        var kept = await options.Cache.Keeper(place, options.Http)
            .GetAsync(key, (_, cancel) => AskAsync(key, app with { DPoPKey = given }, secrets, cancel), ct);
        return new(kept, place.Address, app);
    }

    // What a user is asked for by default is not for an app.
    IReadOnlyList<string> ScopesAskedFor =>
        options.App.App.Scopes.Count > 0 ? options.App.App.Scopes : Io.Settings.List(Setting.Scopes);

    async Task<KeptToken> AskAsync(TokenKey key, ClientApp app, SecretReader secrets, CancellationToken ct)
    {
        var proven = app with
        {
            Credential = await options.App.Credential.ResolveAsync(app.ClientId, Io, secrets, ct),
            DPoPKey = app.DPoPKey ?? await options.App.DPoP.ResolveAsync(null, secrets, ct),
        };
        using var connection = options.Http.Connect(place.Address, proven.OptionsFor(place.Address, Io), Io);
        var asked = new GrantOptions { Scopes = app.Scopes.Count > 0 ? app.Scopes : null };
        return new(key, await connection.Client.ClientCredentialsFlow.GetTokensAsync(asked, ct))
        {
            At = Io.Time.GetUtcNow(), DPoPKey = proven.DPoPKey?.ExportPrivateKey(),
        };
    }
}
