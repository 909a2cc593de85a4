namespace Postern.Client;

/// <summary>A file for its owner's eyes alone, which is there whole or not at all.</summary>
static class OwnerFile
{
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // Beside it: a move within a folder is one step.
        var whole = Path.GetFullPath(path);
        var unfinished = Path.Combine(Path.GetDirectoryName(whole) ?? "", $".{Path.GetFileName(whole)}.{Path.GetRandomFileName()}");
        try
        {
            using (var file = new StreamWriter(unfinished, options))
                file.Write(text);
            File.Move(unfinished, whole, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
