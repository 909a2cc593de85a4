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

    /// <exception cref="NotKeptException">It cannot be remembered.</exception>
    public async Task AllowAsync(string file, CancellationToken ct)
    {
        if (List is not { } list)
            throw new UsageException("There is no folder to remember it in.", "Set HOME or XDG_DATA_HOME to a folder of yours.");

        using var turn = await OwnFile.TakeTurnAsync(list, ct);
        var all = File.Exists(list) ? await File.ReadAllLinesAsync(list, ct) : [];
        var others = all.Where(line => !line.EndsWith($" {file}", StringComparison.Ordinal));
        OwnFile.Write(list, string.Join('\n', [.. others, Entry(file), ""]));
    }

    static string Entry(string file) => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))} {file}";
}
