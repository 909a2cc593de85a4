using Postern.Cli.Tests.Acceptance;

namespace Postern.Cli.Tests.Nodes;

/// <summary>
/// What docs/deploy/README.md sets up with Docker Compose, by what it says to type, under a Docker of the test's own. Images that it would
/// be sent are stood in for by this system's programs.
/// </summary>
public sealed class ComposedOrg : IAsyncLifetime
{
    readonly TemporaryFolder _folder = new();
    Machine? _machine;

    /// <summary>Why it could not be set up here; null where it has been.</summary>
    public string? Missing { get; private set; }

    /// <summary>What the last of the commands printed.</summary>
    public string Said { get; private set; } = "";

    internal Machine Machine => _machine!;

    public async ValueTask InitializeAsync()
    {
        Missing = OrgOnSystemd.MissingFor("/usr/sbin/nginx", "/usr/bin/curl", "/usr/bin/openssl")
            ?? (HasDocker ? null : "Docker and its compose plugin are not installed.");
        if (Missing is not null)
            return;

        LayFiles();
        _machine = await Machine.BootAsync(_folder.Path);
        Missing = _machine.Missing;
        if (Missing is null)
            await SetUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_machine is not null)
            await _machine.DisposeAsync();
        _folder.Dispose();
    }

    static bool HasDocker => Array.Exists(["/usr/sbin/dockerd", "/usr/bin/dockerd"], File.Exists) && Array.Exists(
        ["/usr/libexec/docker", "/usr/lib/docker", "/usr/local/lib/docker"],
        folder => File.Exists(Path.Combine(folder, "cli-plugins", "docker-compose")));

    async Task SetUpAsync()
    {
        await Machine.ReadAsync("""
            mkdir -p /var/lib/docker /var/lib/containerd
            mount -t tmpfs tmpfs /var/lib/docker # which cannot be on what a machine's disk is
            mount -t tmpfs tmpfs /var/lib/containerd
            systemctl start docker
            stand-ins
            """);
        // Who keeps what they write to themselves types the same.
        var commands = DeployPage.Commands("Compose")[0].Split('\n').Where(line => !line.StartsWith("dotnet ", StringComparison.Ordinal));
        Said = (await Machine.ReadAsync($"umask 077; cd /team; {string.Join('\n', commands)}")).Split('\n')[^1];
    }

    void LayFiles()
    {
        // So that it asks no bus for control groups.
        File.WriteAllText(Place("etc/docker/daemon.json"), """{"exec-opts":["native.cgroupdriver=cgroupfs"]}""");
        File.Copy(Path.GetFullPath("../../tests/Postern.Cli.Tests/Nodes/stand-ins", ThreeNodes.Deploy), Place("usr/local/bin/stand-ins"));
        string[] files =
        [
            "Dockerfile", ".dockerignore", "compose.yaml", "nginx.conf", "rolling-restart", "compose/nodes.conf", "compose/listen.conf",
        ];
        foreach (var file in files)
            File.Copy(Path.Combine(ThreeNodes.Deploy, file), Place($"team/docs/deploy/{file}"));
        foreach (var file in (string[])["postern", "libe_sqlite3.so"])
            File.Copy(Path.Combine(Command.Folder, file), Place($"team/docs/deploy/postern/{file}"));
        File.WriteAllText(Place("team/docs/deploy/postern/postern.dbg"), "symbols\n");
    }

    string Place(string file)
    {
        var place = _folder.File(Path.Combine("files", file));
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        return place;
    }
}
