using System.Security.Cryptography;
using Postern.Client;

namespace Postern.Cli;

/// <summary>A user's tokens as flags and whatever was said beforehand ask for them: kept ones, renewed ones, or by signing in.</summary>
sealed class UserTokens
{
    readonly TokenOptions _options;
    readonly Place _place;
    readonly SecretReader _secrets;
    readonly TokenKeeper _keeper;

    public UserTokens(TokenOptions options, Place place)
    {
        (_options, _place, _secrets) = (options, place, new(place.Io));
        _keeper = (options.Factor is { NewPasswordReference: null, EnrollTo: null } ? options.Cache : options.Cache with { IsAnew = true })
            .Keeper(place, options.Http);
    }

    Terminal Io => _place.Io;

    public async Task<KeptTokens> GetAsync(CancellationToken ct)
    {
        _options.Authorize.RemarkOnBinding(_options.App.DPoP, Io);
        var app = _options.App.App.Resolve(Io);
        var username = await _options.User.NameAsync(Io, ct);
        var given = _options.App.DPoP.KeyReference is null ? null : await _options.App.DPoP.ResolveAsync(null, _secrets, ct);
        var key = KeyOf(app, username, given);
        var kept = await _keeper.GetAsync(key, (before, cancel) => RenewAsync(key, app with { DPoPKey = given }, before, cancel), ct);
        return new(kept, _place.Address, app);
    }

    /// <summary>What is asked for by these flags and settings; no secret but a key is read for it.</summary>
    TokenKey KeyOf(ClientApp app, string username, DPoPKey? given)
    {
        var (authorize, factor) = (_options.Authorize, _options.Factor);
        return new()
        {
            Issuer = _place.Address.Issuer,
            ClientId = app.ClientId,
            Username = username,
            Way = _options.Via is { } via ? ViaFlags.Names[via] : "sign-in",
            Scopes = app.OptionsFor(_place.Address, Io).Scopes,
            Circumstances =
            [
                $"response {authorize.ResponseType} {authorize.ResponseMode} pkce={authorize.UsePkce} par={authorize.UsePushedRequest}",
                .. authorize.Parameters.Select(parameter => $"param {parameter.Key}={parameter.Value}"),
                $"factors {string.Join(' ', factor.Factors.Count > 0 ? factor.Factors : Io.Settings.List(Setting.Factor))}",
                $"device {factor.RemembersDevice} routing {!factor.IgnoresRouting}",
                $"dpop {given?.Thumbprint ?? (_options.App.DPoP.Binds ? "own" : "none")}",
                $"redirect {app.RedirectUri}",
                $"roots {RootsOf(_options.Http, Io)}",
            ],
        };
    }

    /// <summary>Whom was trusted when they were got: by what the file says, and not by its name.</summary>
    public static string RootsOf(HttpChoice http, Terminal io)
    {
        try
        {
            return http.Roots(io) is { } file ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) : "system";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "unreadable"; // Told by whoever reads them to sign in.
        }
    }

    async Task<KeptToken> RenewAsync(TokenKey key, ClientApp asked, KeptToken? before, CancellationToken ct)
    {
        var bound = before?.DPoPKey is { } text ? DPoPKey.FromPrivateKey(text) : null;
        var app = asked with
        {
            DPoPKey = asked.DPoPKey ?? bound ?? await _options.App.DPoP.ResolveAsync(null, _secrets, ct),
            Credential = await _options.App.Credential.ResolveAsync(_options.App.ClientId, Io, _secrets, ct),
        };
        var settings = await _options.Factor.AddToAsync(app.OptionsFor(_place.Address, Io), Io, _secrets, ct);
        using var connection = _options.Http.Connect(_place.Address, settings, Io);
        var signIn = new AnewSource(async cancel =>
        {
            // Asked for only where the refresh token has been refused.
            if (before?.Tokens.RefreshToken is not null)
                await _keeper.ForgetRefreshTokenAsync(before, cancel);
            return await SignInAsync(connection.Client, key, cancel);
        });
        ITokenSource source = before?.Tokens.RefreshToken is null
            ? signIn
            // They do not last, whatever they say themselves: a clock may have been set back.
            : new RefreshingTokenSource(signIn, connection.Client)
            {
                Initial = before.Tokens with { ExpiresAt = DateTimeOffset.UnixEpoch },
            };
        return new(key, await source.GetTokenAsync(ct)) { At = Io.Time.GetUtcNow(), DPoPKey = app.DPoPKey?.ExportPrivateKey() };
    }

    async Task<TokenSet> SignInAsync(OktaClient client, TokenKey key, CancellationToken ct)
    {
        var user = await _options.User.WithPasswordAsync(key.Username!, _secrets, ct);
        var answers = await _options.Factor.ResolveAsync(user.Username, Io, _secrets, ct);
        _keeper.Try(
            key, new(user.Password) { Totp = answers.Totp?.CodeAt(DateTimeOffset.UnixEpoch), Answer = answers.SecurityAnswer });
        var asked = new SignInOptions { Answers = answers, Authorize = _options.Authorize.ToOptions(), Via = _options.Via };
        try
        {
            var tokens = await client.SignIn.GetTokensAsync(user.Username, user.Password, asked, ct);
            ReceiptOutput.Tell(tokens.Receipt, Io);
            return tokens;
        }
        catch (OktaException failed)
        {
            ReceiptOutput.Tell(failed.Receipt, Io);
            throw;
        }
    }
}

/// <summary>Gets tokens anew, each time it is asked.</summary>
sealed class AnewSource(Func<CancellationToken, Task<TokenSet>> get) : ITokenSource
{
    public async ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default) => await get(ct);
}

/// <summary>Tokens, kept or new, and whose they are.</summary>
sealed record KeptTokens(KeptToken Kept, ServerAddress Address, ClientApp App)
{
    public IssuedTokens Issued => new(
        Kept.Tokens, Address, App with { DPoPKey = Kept.DPoPKey is { } key ? DPoPKey.FromPrivateKey(key) : null });
}
