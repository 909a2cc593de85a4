using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Postern.Cli.Tests.Nodes;

/// <summary>What can be seen of the files of docs/deploy without running them, which is done where there is systemd, and Docker.</summary>
public partial class DeployFilesTests
{
    [Theory]
    [InlineData("postern@.service", 1)]
    [InlineData("compose.yaml", 1)]
    [InlineData("README.md", 2)]
    public void Its_commands_are_understood(string file, int atLeast)
    {
        var text = File.ReadAllText(Path.Combine(ThreeNodes.Deploy, file));

        var commands = Command().Matches(Continued().Replace(text, " ")).Select(match => match.Groups["arguments"].Value)
            .Select(Arguments).ToList();

        commands.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        foreach (var command in commands)
            Should.NotThrow(() => CommandLine.Parse(command).Read(), string.Join(' ', command));
    }

    [Fact]
    public void Nginx_sends_nothing_twice_that_may_have_been_done()
    {
        var configuration = File.ReadAllText(Path.Combine(ThreeNodes.Deploy, "nginx.conf"));

        configuration.ShouldMatch(@"\n *proxy_next_upstream error timeout;\n");
        configuration.ShouldMatch(@"location ~ \^/oauth2/\(\.\+/\)\?v1/authorize\(/redirect\)\?\$ \{\n *proxy_next_upstream off;");
    }

    [Fact]
    public void Of_what_is_composed_the_nodes_believe_nginx_and_nginx_asks_them_where_they_are()
    {
        var compose = File.ReadAllText(Path.Combine(ThreeNodes.Deploy, "compose.yaml"));
        var addresses = Regex.Matches(compose, @"ipv4_address: ([\d.]+)").Select(match => match.Groups[1].Value).ToList();

        addresses.Count.ShouldBe(4);
        compose.ShouldContain($" --behind-proxy {addresses[3]} ");
        File.ReadAllLines(Path.Combine(ThreeNodes.Deploy, "compose", "nodes.conf"))
            .ShouldBe(addresses[..3].Select(address => $"server {address}:7777;"));
    }

    [Fact]
    public void The_image_runs_as_nobody_of_importance_and_knows_whether_it_is_well()
    {
        var steps = Dockerfile().ToList();
        string[] known =
        [
            "FROM", "ARG", "LABEL", "RUN", "COPY", "ENV", "USER", "WORKDIR", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT",
            "CMD",
        ];

        steps.ShouldAllBe(step => known.Contains(step.Name));
        steps[0].Name.ShouldBe("FROM");
        Only("USER").ShouldBe("10001");
        steps.FindIndex(step => step.Name is "USER").ShouldBeGreaterThan(steps.FindLastIndex(step => step.Name is "RUN"));
        Only("RUN").ShouldContain("useradd --uid 10001 ");
        Only("COPY").ShouldBe("postern /opt/postern");
        Only("VOLUME").ShouldBe("/data");
        Only("EXPOSE").ShouldBe("7777");
        Words(Only("ENTRYPOINT")).ShouldBe(["postern"]);
        ShouldBeUnderstood(Words(Only("CMD")));
        ShouldBeUnderstood(Words(Only("HEALTHCHECK").Split("CMD ")[1])[1..]);

        string Only(string name) => steps.Single(step => step.Name == name).Arguments;
    }

    [Fact]
    public void The_image_is_labelled_with_what_it_is()
    {
        var labels = Dockerfile().Single(step => step.Name is "LABEL").Arguments;

        Regex.Matches(labels, @"org\.opencontainers\.image\.(\w+)=").Select(match => match.Groups[1].Value)
            .ShouldBe(["title", "description", "licenses", "version"]);
    }

    static void ShouldBeUnderstood(string[] command) =>
        Should.NotThrow(() => CommandLine.Parse(command).Read(), string.Join(' ', command));

    /// <summary>A list in JSON, as an image takes a command that no shell is to read.</summary>
    static string[] Words(string json) => [.. JsonNode.Parse(json)!.AsArray().Select(word => word!.GetValue<string>())];

    /// <summary>Its instructions, lines that go on joined.</summary>
    static IEnumerable<(string Name, string Arguments)> Dockerfile() =>
        Regex.Replace(File.ReadAllText(Path.Combine(ThreeNodes.Deploy, "Dockerfile")), @"\\\n\s*", " ").Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith('#')).Select(line => line.Split(' ', 2))
            .Select(parts => (parts[0], parts[1].Trim()));

    static string[] Arguments(string line) =>
    [
        .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('\'').Replace("%i", "7777").Replace("$port", "7777")),
    ];

    /// <summary>A line that goes on, in a shell, a unit or folded YAML.</summary>
    [GeneratedRegex(@"\\\n\s*|\n\s+(?=--)")]
    private static partial Regex Continued();

    [GeneratedRegex(@"(?<=^|/|\s)(postern |command: >-\n *)(?<arguments>org (start|backup) [^\n&`]*)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
