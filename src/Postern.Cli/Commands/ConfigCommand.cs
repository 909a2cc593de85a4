using System.CommandLine;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary><c>postern config</c>: what counts and why, and which files of folders may say something.</summary>
static class ConfigCommand
{
    const string ExplainExamples = """
        postern config explain                                 # every setting, where it comes from, and what it hides
        postern config explain --profile staging --org https://dev-2.okta.com
        postern config explain --output json | jq -r .settings.org.value
        """;

    const string AllowExamples = """
        postern config allow                # postern.yaml and .env of this folder or project may name the org, from now on
        postern config allow ./postern.yaml
        """;

    public static Command Create()
    {
        var command = new Command("config", "What was said beforehand, by whom, and what of it counts.");
        command.Add(Explain());
        command.Add(Allow());
        return command;
    }

    static Verb Explain()
    {
        var flags = new SettingFlags();
        var output = JsonOutput.OrText("a line for each setting", "all of them, with what each hides");
        var command = new Verb("explain", "Shows each setting, where it comes from and what it hides; never a secret.")
        {
            Examples = ExplainExamples,
        };
        command.AddAll(flags);
        command.Add(output);
        command.Runs<ExplainConfigOptions>(
            parse =>
                new(flags.Read(parse), parse.GetValue(output) is "json"), (options, io, _) => Task.FromResult(RunExplain(options, io)));
        return command;
    }

    static Verb Allow()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Which files [default: postern.yaml and .env of this folder or project]", Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Verb("allow", "Allows files that came with a folder to name an org, a certificate, and where secrets are read.")
        {
            Examples = AllowExamples,
        };
        var output = JsonOutput.OrText("a remark for each file", "which files");
        command.Add(files);
        command.Add(output);
        command.Runs<AllowOptions>(
            parse => new(parse.GetValue(files) ?? [], parse.GetValue(output) is "json"), RunAllowAsync);
        return command;
    }

    static int RunExplain(ExplainConfigOptions options, Terminal io)
    {
        var settings = new LayeredSettings([options.Given, .. io.Settings.Layers]);
        var output = new SettingsOutput(io);
        var rows = Setting.All.Select(setting => (setting, said: settings.All(setting).ToList(), counts: Counts(settings, setting)))
            .Where(row => row.said.Count > 0).ToList();
        if (options.AsJson)
        {
            var json = new JsonObject();
            foreach (var (setting, said, counts) in rows)
                json[setting.Name] = output.Json(setting, said, counts);
            var whole = new JsonObject { ["settings"] = json };
            whole.AddPresent("profile", io.Files.Profile?.Name);
            return JsonOutput.Write(io, whole);
        }

        if (io.Files.Profile is { } profile)
            io.Print($"{"profile",-14} {profile.Name}  {io.OnOutput(Style.Grey)}{profile.NamedBy}{io.OnOutput(Style.Plain)}");
        foreach (var (setting, said, counts) in rows)
            output.WriteFor(setting, said, counts);
        if (rows.Count is 0)
            io.Say(
                "Nothing is said beforehand: neither in the environment nor in .env, postern.yaml, ~/.okta/postern.yaml or " +
                "~/.okta/okta.yaml.");
        return ExitCodes.Ok;
    }

    // Org, issuer and authorization server are one thing said in several ways: who says it first hides all of the others' ways.
    static SettingValue? Counts(LayeredSettings settings, Setting setting)
    {
        if (setting != Setting.Org && setting != Setting.Issuer && setting != Setting.AuthServer)
            return settings.Find(setting);

        var decides = settings.Layers.TakeWhile(layer => layer[Setting.Issuer] is null && layer[Setting.Org] is null).Count();
        var counting = settings.Layers.Take(decides + 1).ToList();
        return counting.Count > 0 && setting == Setting.Org && counting[^1][Setting.Issuer] is not null
            ? null
            : counting.Select(layer => layer[setting]).FirstOrDefault(value => value is not null);
    }

    static async Task<int> RunAllowAsync(AllowOptions options, Terminal io, CancellationToken ct)
    {
        var files = options.Files.Count > 0 ? options.Files.Select(file => Path.GetFullPath(file)).ToList() : io.Files.OfFolder.ToList();
        if (files.Count is 0)
            throw new UsageException("There is no postern.yaml and no .env here.", "Name the file: postern config allow FILE.");

        foreach (var file in files)
        {
            if (!File.Exists(file))
                throw new UsageException($"There is no file {file}.", "Check its name.");

            await io.Files.Trust.AllowAsync(file, ct);
            if (!options.AsJson)
                io.Say($"Allowed, as it is now: {io.Files.Shown(file)}");
        }

        return options.AsJson
            ? JsonOutput.Write(io, new JsonObject { ["allowed"] = new JsonArray([.. files.Select(file => (JsonNode)file)]) })
            : ExitCodes.Ok;
    }
}

/// <summary>What <c>postern config explain</c> was asked for.</summary>
sealed record ExplainConfigOptions(SettingsLayer Given, bool AsJson);

/// <summary>What <c>postern config allow</c> was asked for.</summary>
sealed record AllowOptions(IReadOnlyList<string> Files, bool AsJson);
