using System.Globalization;

namespace Postern.Client;

/// <summary>
/// Remembers, for this user's processes, the last time step of each TOTP seed that a code was made of: Okta takes each code once.
/// One small file per seed, in the folder <c>postern/totp</c> of the user's local application data (on Linux <c>~/.local/share</c>), open to its owner alone. Its name is a keyed hash of the seed, and it
/// holds the number of the step alone: neither code nor seed, and nothing that either could be found from. It may be deleted at any time.
/// </summary>
static class SpentSteps
{
    const int MostAttempts = 100;

    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    /// <summary>The step to use: the one that the instant lies in or, where a process has used that one, the one after the last used.</summary>
    public static async Task<long> TakeAsync(Totp totp, DateTimeOffset now, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return Take(totp, Totp.StepAt(now));
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                // Somebody else is just writing, which takes a moment.
                await Task.Delay(Moment, TimeProvider.System, ct).ConfigureAwait(false);
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                // Nowhere to remember: Okta will say so if the code was used.
                return Totp.StepAt(now);
            }
    }

    static long Take(Totp totp, long current)
    {
        using var file = Open(totp);
        using var reader = new StreamReader(file, leaveOpen: true);
        var last = long.TryParse(reader.ReadToEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : 0;

        // A number far ahead is another clock's: it binds nobody here.
        var taken = last >= current && last <= current + 20 ? last + 1 : current;
        file.SetLength(0);
        using var writer = new StreamWriter(file);
        writer.Write(taken.ToString(CultureInfo.InvariantCulture));
        return taken;
    }

    /// <summary>The file of a seed.</summary>
    public static string PathOf(Totp totp)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return home.Length > 0
            ? Path.Combine(home, "postern", "totp", totp.KeyHash)
            : throw new UnauthorizedAccessException("This user has no folder for application data.");
    }

    static FileStream Open(Totp totp)
    {
        var path = PathOf(totp);
        var folder = Path.GetDirectoryName(path)!;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }
}
