using Microsoft.Extensions.Logging;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>
/// What an org does when nobody calls: makes the keys that a first caller would wait for, gives seeded passwords the rest of their rounds,
/// and sweeps away what has expired. A database that fails makes it wait longer, never end.
/// </summary>
sealed partial class Housekeeping(OrgRooms rooms, TimeProvider time, ILogger<Housekeeping> logger)
{
    /// <summary>Keys take a while to make: when nobody has called for a moment is a good time, before the first call is not.</summary>
    static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(8);

    bool _isWarmed;

    /// <summary>Until it is told to stop.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        try
        {
            var (pause, failures) = (First, 0);
            while (true)
            {
                await Task.Delay(pause, time, ct);
                failures = await IsDoneAsync(failures, ct) ? 0 : failures + 1;
                pause = failures == 0 ? Pause : After(failures);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The org is being disposed.
        }
        catch (SupersededException)
        {
            // The house is somebody else's by now.
        }
    }

    /// <summary>Twice as long each time: a database in trouble is left alone.</summary>
    static TimeSpan After(int failures) => failures < 5 ? Pause * (1 << (failures - 1)) : LongestPause;

    /// <summary>Said once when it begins to fail and once when it works again, not every time between.</summary>
    async Task<bool> IsDoneAsync(int failures, CancellationToken ct)
    {
        try
        {
            await TakeTurnAsync(ct);
        }
        catch (Exception failed) when (failed is not SupersededException && !ct.IsCancellationRequested)
        {
            if (failures == 0)
                Failing(logger, failed);
            return false;
        }

        if (failures > 0)
            Working(logger);
        return true;
    }

    /// <summary>Keys that could not be made beforehand are made by whoever needs them first: nothing waits for them here.</summary>
    async Task TakeTurnAsync(CancellationToken ct)
    {
        if (!_isWarmed)
        {
            _isWarmed = true;
            await rooms.WarmUpAsync(ct);
            await rooms.FirstHashes.CompleteAsync(ct);
            return;
        }

        // By the org's time, whichever process has moved it.
        await rooms.Shared.RefreshAsync().WaitAsync(ct);
        await new ExpiredSessions(rooms.Store).EndAsync(ct);
        await rooms.Store.ForgetExpiredAsync(ct);
        await rooms.FirstHashes.CompleteAsync(ct);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The database failed while the org kept house: expired rows stay for now. It is tried again, less and less often")]
    static partial void Failing(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Keeping house works again: expired rows are swept away")]
    static partial void Working(ILogger logger);
}
