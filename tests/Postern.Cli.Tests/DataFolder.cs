namespace Postern.Cli.Tests;

/// <summary>A folder for what a user's programs keep, gone after the test.</summary>
sealed class DataFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postern-test-");

    public string Path => _folder.FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public Task<string> ReadAsync(string name) => System.IO.File.ReadAllTextAsync(File(name), TestContext.Current.CancellationToken);

    /// <summary>Its owner's alone, as files must be that hold secrets.</summary>
    public void Close(string name)
    {
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
