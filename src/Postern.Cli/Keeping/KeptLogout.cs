using System.Text.Json.Nodes;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>
/// Signs out by what is kept: of the user, app and issuer that count, every set is revoked and its session ended, and forgotten whatever
/// the org says to that. Where the org could not be told, what is kept stays: forgotten, it could never be revoked.
/// </summary>
static class KeptLogout
{
    public static async Task<int> RunAsync(LogoutCommandOptions options, Terminal io, CancellationToken ct)
    {
        if (options.PrintsUrl)
            throw new UsageException(
                "--kept and --url contradict each other.", "A browser's address is printed of a token that is piped in.");

        var address = options.Token.Org.Require(io);
        var (client, username) = (new ClientChoice(null).Resolve(io), io.Settings.Text(Setting.Username));
        var folder = TokenFolder.Of(io);
        var all = folder is null ? [] : await folder.AllAsync(ct);
        var mine = all.Where(
            kept =>
                kept.Key.Issuer == address.Issuer
                    && kept.Key.ClientId == client
                    && (username is null || kept.Key.Username == username)).ToList();
        if (mine.Count is 0)
            throw new UsageException(
                $"No tokens of {username ?? $"app {client}"} from {address.Issuer} are kept.",
                "'postern cache list' shows those that are.");

        foreach (var kept in mine)
        {
            try
            {
                await EndAsync(kept, options, address, io, ct);
            }
            catch (OktaException)
            {
                folder!.TryRemove(kept.Key);
                throw;
            }

            folder!.TryRemove(kept.Key);
        }

        if (options.AsJson)
            JsonOutput.Write(io, new JsonObject { ["result"] = "signed_out", ["sets"] = mine.Count });
        else
            io.Say(
                $"Signed {mine[0].Key.Owner} out of {address.Issuer}: {mine.Count} {(mine.Count is 1 ? "set" : "sets")} of tokens ended.");
        return ExitCodes.Ok;
    }

    static async Task EndAsync(KeptToken kept, LogoutCommandOptions options, ServerAddress address, Terminal io, CancellationToken ct)
    {
        var app = new ClientApp
        {
            ClientId = kept.Key.ClientId,
            Credential = await new CredentialChoice(null, null, null).ResolveAsync(kept.Key.ClientId, io, new(io), ct),
        };
        using var connection = options.Token.Http.Connect(address, app.OptionsFor(address, io), io);
        // A refresh token takes its access tokens with it.
        if (kept.Tokens.RefreshToken is { } refresh)
            await connection.Client.RevokeAsync(refresh, Parameters.RefreshToken, ct);
        else if (kept.Tokens.AccessToken is { } access)
            await connection.Client.RevokeAsync(access, Parameters.AccessToken, ct);
        if (kept.Tokens.IdToken is { } hint)
            await connection.Client.LogoutAsync(
                new() { IdTokenHint = hint, PostLogoutRedirectUri = options.RedirectUri, State = options.State }, ct);
    }
}
