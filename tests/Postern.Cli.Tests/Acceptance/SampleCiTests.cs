using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>The files of samples/ci, which no test runs: what mostly breaks in such files is not broken in these.</summary>
public sealed partial class SampleCiTests
{
    // Published by hand, and no file of the repository.
    const string Published = "docs/deploy/postern";

    static readonly string Folder = Path.Combine(CopiedSamples.Samples, "ci");
    static readonly string Repository = Path.GetDirectoryName(CopiedSamples.Samples)!;
    static readonly YamlMappingNode Workflow = Read("github-actions.yml");
    static readonly YamlMappingNode Compose = Read("compose.yaml");

    static IEnumerable<YamlMappingNode> Jobs => Children(Workflow, "jobs").Select(job => (YamlMappingNode)job.Value);

    static IEnumerable<YamlMappingNode> Steps => Jobs.SelectMany(job => ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>());

    static IReadOnlyDictionary<string, YamlMappingNode> Services => Children(Compose, "services")
        .ToDictionary(service => service.Key, service => (YamlMappingNode)service.Value);

    /// <summary>What an image of ours is told, which goes on where its entry point ends, and what asks whether it is well.</summary>
    static IEnumerable<string> OfImages
    {
        get
        {
            foreach (var service in Services.Values.Where(service => Text(service, "build") is not null))
            {
                File.ReadAllText(Path.Combine(Folder, Text(service, "build")!, "Dockerfile")).ShouldContain("ENTRYPOINT [\"postern\"]");
                yield return Text(service, "command")!;
                var asked = ((YamlSequenceNode)service["healthcheck"]["test"]).Select(word => word.ToString()).ToList();
                asked.Take(2).ShouldBe(["CMD", "postern"]);
                yield return string.Join(' ', asked.Skip(2));
            }
        }
    }

    [Fact]
    public void A_job_has_a_machine_an_end_and_steps_that_do_one_thing_each()
    {
        Workflow.Children.Keys.Select(key => key.ToString()).ShouldBe(["name", "on", "permissions", "jobs"]);
        foreach (var job in Jobs)
            foreach (var name in (string[])["runs-on", "timeout-minutes", "steps"])
                job.Children.Keys.ShouldContain(new YamlScalarNode(name));
        Steps.Count().ShouldBeGreaterThan(3);
        foreach (var step in Steps)
        {
            (Text(step, "uses") is null).ShouldNotBe(Text(step, "run") is null, step.ToString());
            Text(step, "uses")?.ShouldMatch(@"^[\w-]+/[\w-]+@v\d+$");
        }
    }

    [Fact]
    public void A_number_that_is_a_version_is_a_text()
    {
        var settings = Steps.SelectMany(step => Children(step, "with"))
            .Concat(Services.Values.SelectMany(each => Children(each, "environment")));

        foreach (var (name, value) in settings)
            if (double.TryParse(value.ToString(), CultureInfo.InvariantCulture, out _))
                ((YamlScalarNode)value).Style.ShouldNotBe(ScalarStyle.Plain, name);
    }

    [Fact]
    public void A_step_runs_where_there_is_a_folder_and_what_is_there()
    {
        foreach (var job in Jobs)
        {
            var usual = Text((YamlMappingNode)job["defaults"]["run"], "working-directory")!;
            foreach (var step in ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>())
            {
                var folder = Path.Combine(Repository, Text(step, "working-directory") ?? usual);
                Directory.Exists(folder).ShouldBeTrue(folder);
                foreach (var named in NamedFile().Matches(Text(step, "run") ?? "").Select(match => match.Groups["file"].Value))
                    Path.Exists(Path.Combine(folder, named)).ShouldBeTrue(named);
            }
        }
    }

    [Fact]
    public void The_commands_are_understood()
    {
        var scripts = Steps.Select(step => Text(step, "run")).Concat(Services.Values.Select(service => Text(service, "command")));

        var commands = scripts.SelectMany(script => PosternCommandLine().Matches(script ?? ""))
            .Select(match => match.Groups["arguments"].Value).Concat(OfImages)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();

        commands.Count.ShouldBe(3);
        foreach (var command in commands)
            Should.NotThrow(() => CommandLine.Parse(command).Read(), string.Join(' ', command));
    }

    [Fact]
    public void A_service_has_an_image_and_waits_for_services_that_say_when_they_are_ready()
    {
        Compose.Children.Keys.Select(key => key.ToString()).ShouldNotContain("version"); // which Compose warns of
        foreach (var (name, service) in Services)
        {
            (Text(service, "image") is null).ShouldNotBe(Text(service, "build") is null, name);
            if (Text(service, "build") is { } build)
                File.Exists(Path.Combine(Folder, build, "Dockerfile")).ShouldBeTrue(build);
            foreach (var (other, condition) in Children(service, "depends_on"))
            {
                condition["condition"].ToString().ShouldBe("service_healthy");
                Services[other].Children.Keys.ShouldContain(new YamlScalarNode("healthcheck"));
            }
        }
    }

    [Fact]
    public void What_a_service_mounts_is_there_and_whom_it_calls_is_a_service()
    {
        foreach (var service in Services.Values)
        {
            foreach (var mount in Mounts(service).Where(mount => mount != Path.Combine(Repository, Published)))
                Path.Exists(mount).ShouldBeTrue(mount);
            var called = Children(service, "environment").SelectMany(variable => Host().Matches(variable.Value.ToString()));
            called.Select(match => match.Groups["host"].Value).Where(host => host is not "localhost").ShouldBeSubsetOf(Services.Keys);
        }
    }

    /// <summary>Compose puts variables of its own in the place of what has one.</summary>
    [Fact]
    public void A_dollar_is_written_twice() =>
        File.ReadAllText(Path.Combine(Folder, "compose.yaml")).ShouldNotMatch(@"(?<!\$)\$(?!\$)");

    [Fact]
    public void App_user_and_issuer_are_the_seeds_own()
    {
        var seed = File.ReadAllText(Path.Combine(CopiedSamples.Samples, "seeds", "orders.yaml"));
        var told = Children(Services["tests"], "environment").ToDictionary(variable => variable.Key, variable => variable.Value.ToString());

        foreach (var name in (string[])["OKTA_OAUTH2_CLIENT_ID", "OKTA_OAUTH2_REDIRECTURI", "OKTA_USERNAME", "OKTA_PASSWORD"])
            seed.ShouldContain(told[name]);
        seed.ShouldContain(told["OKTA_OAUTH2_ISSUER"].Split('/')[^1]);
    }

    static IEnumerable<string> Mounts(YamlMappingNode service) =>
        service.Children.TryGetValue("volumes", out var volumes) ? ((YamlSequenceNode)volumes).Select(Mounted) : [];

    static string Mounted(YamlNode volume) => Path.GetFullPath(volume.ToString().Split(':')[0], Folder);

    static YamlMappingNode Read(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, file))));
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    static IEnumerable<KeyValuePair<string, YamlNode>> Children(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out var children)
            ? ((YamlMappingNode)children).Select(child => KeyValuePair.Create(child.Key.ToString(), child.Value))
            : [];

    static string? Text(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var value) ? value.ToString() : null;

    [GeneratedRegex(@"(?<=^|/|\s)postern (?<arguments>org (start|run) [^\n]*)", RegexOptions.Multiline)]
    private static partial Regex PosternCommandLine();

    [GeneratedRegex(@"(?:--seed|dotnet pack) (?<file>\S+)")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"^https?://(?<host>[\w.-]+)")]
    private static partial Regex Host();
}
