using System.Security.Cryptography;

namespace Postern.Cli;

/// <summary>
/// Which files of folders their user has read and allowed. Others may neither lead secrets to an org of their choice, nor say whom to
/// trust,
/// nor have anything run or read. A file that has changed since is another file.
/// </summary>
/// <param name="dataFolder">Where it is remembered; null where nothing can be.</param>
sealed class FolderTrust(Func<string?> dataFolder)
{
    string? List => dataFolder() is { Length: > 0 } folder ? Path.Combine(folder, "postern", "allowed-files") : null;

    public bool Allows(string file) => List is { } list && File.Exists(list) && File.ReadAllLines(list).Contains(Entry(file));

    /// <exception cref="UsageException">It is a folder's, and has not been allowed.</exception>
    public void Require(SettingValue value, string what)
    {
        if (value is { Kind: LayerKind.Folder, File: { } file } && !Allows(file))
            throw new UsageException(
                $"{value.Where} {what}, and that file came with the folder: nobody has allowed it yet.",
                "Read it, then run 'postern config allow'; a change of it asks again. A flag says it for once.");
    }

    public void Allow(string file)
    {
        if (List is not { } list)
            throw new UsageException("There is no folder to remember it in.", "Set HOME or XDG_DATA_HOME to a folder of yours.");

        Directory.CreateDirectory(Path.GetDirectoryName(list)!);
        var others = File.Exists(list) ? File.ReadAllLines(list).Where(line => !line.EndsWith($" {file}", StringComparison.Ordinal)) : [];
        OwnFile.Write(list, string.Join('\n', [.. others, Entry(file), ""]));
    }

    static string Entry(string file) => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))} {file}";
}

/// <summary>Files that are their owner's alone, written whole or not at all.</summary>
static class OwnFile
{
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var fresh = $"{path}.{Environment.ProcessId}";
        using (var writer = new StreamWriter(fresh, options))
            writer.Write(text);
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Whether others of this machine may read it.</summary>
    public static bool IsOpen(string path) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;
}
