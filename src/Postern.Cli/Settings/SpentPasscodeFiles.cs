using System.Globalization;
using Postern.Client;

namespace Postern.Cli;

/// <summary>
/// Remembers used one-time passwords for all processes of this user, in one small file for each seed, open to its owner alone. Its name is
/// the keyed hash of the seed, and it holds the numbers of time steps alone: neither code nor seed, and nothing that either could be found
/// from. It may be deleted at any time.
/// </summary>
sealed class SpentPasscodeFiles(string folder) : ISpentPasscodes
{
    const int MostAttempts = 100;

    // Those of half an hour and more: six times as long as a transaction waits for its code.
    const int Remembered = 100;

    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Below the folder where this user's programs keep their data; where there is none, for as long as this process lives.
    /// </summary>
    public static ISpentPasscodes In(string? dataFolder) =>
        dataFolder is { Length: > 0 } ? new SpentPasscodeFiles(Path.Combine(dataFolder, "postern", "totp")) : new InMemorySpentPasscodes();

    public async ValueTask<bool> TryTakeAsync(string seed, long timeStep, CancellationToken ct = default)
    {
        if (!HasFolder())
            return true;

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return TryTake(Path.Combine(folder, seed), timeStep);
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                // Somebody else is just writing, which takes a moment.
                await Task.Delay(Moment, TimeProvider.System, ct);
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                return true; // Nowhere to remember: Okta will say so if the code was used.
            }
        }
    }

    // The file belongs to one process at a time: nobody reads it between another's reading and writing.
    static bool TryTake(string path, long step)
    {
        using var file = Open(path);
        using var reader = new StreamReader(file, leaveOpen: true);
        var taken = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var asked = step.ToString(CultureInfo.InvariantCulture);
        if (taken.Contains(asked))
            return false;

        file.SetLength(0);
        using var writer = new StreamWriter(file);
        writer.Write(string.Join('\n', [.. taken.TakeLast(Remembered - 1), asked]));
        return true;
    }

    static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        return new(path, options);
    }

    bool HasFolder()
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

            return true;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
