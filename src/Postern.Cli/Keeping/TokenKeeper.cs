using System.Globalization;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>
/// Hands out what is kept for as long as it lasts, and has it renewed by one process at a time: the others wait, and take what that one
/// kept.
/// </summary>
/// <param name="folder">Null where nothing is kept.</param>
/// <param name="choice">What will do.</param>
/// <param name="io">Whom remarks are made to.</param>
sealed class TokenKeeper(TokenFolder? folder, CacheChoice choice, Terminal io)
{
    // Longer than anybody is asked for a push, and than a command may take for a password.
    static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(6);

    static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(1);

    SignInSecrets? _tried;

    /// <param name="key">What they are kept under.</param>
    /// <param name="renew">Gets new ones, with what is kept and does not last; null where nothing is.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<KeptToken> GetAsync(
        TokenKey key, Func<KeptToken?, CancellationToken, Task<KeptToken>> renew, CancellationToken ct)
    {
        if (folder is not null && await LastingAsync(key, ct) is { } kept)
            return kept;

        await RefuseInPauseAsync(key, ct);
        if (folder is null || !folder.IsUsable())
            return Judged(await RenewAsync(new(key, null, null), renew, ct));

        using var turn = await TurnAsync(key, ct);
        if (await LastingAsync(key, ct) is { } meanwhile)
            return meanwhile;

        // Whoever has just waited for one that was refused.
        await RefuseInPauseAsync(key, ct);
        RefuseAsOther(key, turn, ct);
        var fresh = await RenewAsync(new(key, choice.IsAnew ? null : await folder.ReadAsync(key, ct), turn), renew, ct);
        await folder.WriteAsync(fresh, ct);
        folder.RemoveRefusal(key);
        return Judged(fresh);
    }

    /// <summary>Before a user's secrets are sent.</summary>
    /// <exception cref="RefusedSignInException">They have been refused, and nobody sits there who knows better.</exception>
    public void Try(TokenKey key, SignInSecrets secrets)
    {
        io.Refused?.RefuseSame(key, secrets);
        _tried = secrets;
    }

    /// <summary>A refresh token that the org has refused is not sent again.</summary>
    public Task ForgetRefreshTokenAsync(KeptToken dead, CancellationToken ct) =>
        folder?.WriteAsync(dead.WithoutRefreshToken, ct) ?? Task.CompletedTask;

    async Task<KeptToken?> LastingAsync(TokenKey key, CancellationToken ct)
    {
        if (choice.IsAnew || await folder!.ReadAsync(key, ct) is not { } kept || !Lasts(kept))
            return null;

        if (io.Verbose)
            io.Tell($"Kept tokens of {key.Owner} last until {Words.Instant(kept.Tokens.ExpiresAt)}: nobody is asked.");
        return kept;
    }

    // What was got later than now was got by a clock that has been set back since: when it expires by this one, nobody knows.
    bool Lasts(KeptToken kept) =>
        io.Time.GetUtcNow() is var now && kept.At <= now + CacheChoice.Usual && kept.Tokens.ExpiresAt > now + choice.Enough;

    async Task<KeptToken> RenewAsync(
        Renewal renewal, Func<KeptToken?, CancellationToken, Task<KeptToken>> renew, CancellationToken ct)
    {
        try
        {
            var fresh = await renew(renewal.Before, ct);
            io.Refused?.Forget(renewal.Key);
            return fresh;
        }
        catch (RefusedSignInException)
        {
            await KeepRefusalAsync(renewal);
            throw;
        }
        catch (Exception e)
        {
            var failure = Errors.ExplainUnfitted(e, ct);
            if (failure.ExitCode is ExitCodes.AuthenticationRefused)
                renewal.Turn?.TellOthers(io.Secrets.Words(failure.Message));
            // Sent a second time, a refresh token that rotates would be taken for a thief's.
            if (renewal.Before is { Tokens.RefreshToken: not null } before && MayBeSpent(e))
                await folder!.WriteAsync(before.WithoutRefreshToken, CancellationToken.None);
            if (io.Refused?.Remember(renewal.Key, failure, IsOfSecrets(e, failure) ? _tried : null) is not { } remembered)
                throw;

            await KeepRefusalAsync(renewal);
            throw remembered;
        }
    }

    async Task RefuseInPauseAsync(TokenKey key, CancellationToken ct)
    {
        if (folder is not null && io.Refused is { Outlives: true } refused)
            refused.Take(key, await folder.ReadRefusalAsync(key, ct));
        io.Refused?.RefuseInPause(key);
    }

    Task KeepRefusalAsync(Renewal renewal) => renewal.Turn is not null && io.Refused is { Outlives: true } refused
        ? folder!.WriteRefusalAsync(renewal.Key, refused.Of(renewal.Key)!, CancellationToken.None)
        : Task.CompletedTask;

    void RefuseAsOther(TokenKey key, Turn turn, CancellationToken ct)
    {
        try
        {
            turn.RefuseAsOther();
        }
        catch (RefusedMeanwhileException e) when (io.Refused?.Remember(key, Errors.ExplainUnfitted(e, ct), null) is { } remembered)
        {
            throw remembered;
        }
    }

    // The app's own secret locks nobody out, and whoever is locked out already can be let in again with the same password.
    static bool IsOfSecrets(Exception e, Failure failure) => e switch
    {
        OAuthException { Error: OAuthErrors.InvalidGrant, Stage: Stage.DirectAuthentication } => true,
        OAuthException { Error: OAuthErrors.InvalidClient } or AuthnException { Transaction: AuthnTransaction.LockedOut } => false,
        OktaException => failure.ExitCode is ExitCodes.AuthenticationRefused,
        _ => false,
    };

    static bool MayBeSpent(Exception failure) => failure switch
    {
        OktaException { StatusCode: >= 400 and < 500 } => false,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        } => false,
        UsageException => false,
        _ => true,
    };

    async Task<Turn> TurnAsync(TokenKey key, CancellationToken ct)
    {
        var since = io.Time.GetUtcNow();
        var waits = false;
        try
        {
            var taken = await FileLock.TakeAsync(folder!.LockOf(key), LongestTurn, Waiting, ct);
            if (taken is null)
                io.Warn(
                    $"Another postern has been signing {key.Owner} in for {LongestTurn.TotalMinutes:F0} minutes: not waiting any longer.");
            return new(taken, since, io.Time) { IsAfterOther = waits };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            io.Warn($"Nobody else is kept from signing in at the same time: {e.Message}");
            return new(null, since, io.Time);
        }
        finally
        {
            io.Unshow();
        }

        void Waiting(TimeSpan waited)
        {
            waits = true;
            if (waited > Noticeable)
                io.Show($"Another postern is getting tokens of {key.Owner}: waiting for them");
        }
    }

    KeptToken Judged(KeptToken fresh)
    {
        if (choice.Least is { } least && !Lasts(fresh))
            io.Warn(
                $"The org's own tokens last {Words.Duration(fresh.Tokens.ExpiresAt - io.Time.GetUtcNow())}, which is less than --min-ttl " +
                $"{least.TotalSeconds:F0}s.");
        return fresh;
    }

    /// <summary>What is renewed, with what is kept of it, and in whose turn; null where nothing is kept.</summary>
    sealed record Renewal(TokenKey Key, KeptToken? Before, Turn? Turn);

    /// <summary>One process's turn at signing in; without a lock nobody is kept from it meanwhile.</summary>
    sealed class Turn(FileLock? taken, DateTimeOffset since, TimeProvider time) : IDisposable
    {
        public bool IsAfterOther { get; init; }

        /// <summary>
        /// Whoever waited for a sign-in that was refused is refused with it: twenty that try one wrong password would lock its user.
        /// </summary>
        public void RefuseAsOther()
        {
            if (!IsAfterOther || taken is null || taken.Note.Split('\n', 2) is not [var at, var message]
                || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                || milliseconds < since.ToUnixTimeMilliseconds())
                return;

            throw new RefusedMeanwhileException(message);
        }

        public void TellOthers(string refusal)
        {
            try
            {
                taken?.Note = $"{time.GetUtcNow().ToUnixTimeMilliseconds()}\n{refusal}";
            }
            catch (IOException)
            {
                // A full disk: what the org has said counts more than that nobody else hears of it.
            }
        }

        public void Dispose() => taken?.Dispose();
    }
}

/// <summary>Another process that this one waited for was refused.</summary>
sealed class RefusedMeanwhileException(string refusal) : Exception(refusal);
