using System.CommandLine;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary><c>postern profile</c>: what a user calls by a name.</summary>
static class ProfileCommand
{
    public const string ArgumentName = "PROFILE";

    public static Command Create()
    {
        var command = new Command("profile", "Profiles: an org, an app and a user under one name, in ~/.okta/postern.yaml.");
        command.Add(ProfileAddCommand.Create());
        command.Add(List());
        command.Add(Show());
        command.Add(Remove());
        command.Add(Test());
        return command;
    }

    // Looked for when the command runs, so that every flag can be judged without it.
    public static Argument<string?> Argument() => new(ArgumentName) { Description = "Its name", Arity = ArgumentArity.ZeroOrOne };

    public static string Required(string? name) =>
        name
            ?? throw new UsageException(
                "No profile is named.", "Name one behind the command; 'postern profile list' shows those there are.");

    static Verb List()
    {
        var output = JsonOutput.OrText("a line for each", "each with what it inherits");
        var command = new Verb("list", "Lists profiles, and marks the one that counts.")
        {
            Examples = "postern profile list\npostern profile list --output json | jq -r '.profiles[].name'",
        };
        command.Add(output);
        command.Runs<ListOptions>(
            parse => new(parse.GetValue(output) is "json"), (options, io, _) => Task.FromResult(RunList(options, io)));
        return command;
    }

    static Verb Show()
    {
        var (name, output) = (Argument(), JsonOutput.OrText("a line for each setting", "all of them"));
        var command = new Verb("show", "Shows what a profile says, what it inherits among it; never a secret.")
        {
            Examples = "postern profile show staging",
        };
        command.Add(name);
        command.Add(output);
        command.Runs<ShowOptions>(
            parse => new(parse.GetValue(name), parse.GetValue(output) is "json"),
            (options, io, _) => Task.FromResult(RunShow(options, io)));
        return command;
    }

    static Verb Remove() => OfOne(
        "remove", "Removes a profile; all else in the file stays as it is.", JsonOutput.OrText("a remark", "which one, of which file"),
        RunRemoveAsync);

    static Verb Test() => OfOne(
        "test", "Tries a profile: signs its user in, or its app, or asks the org who it is; prints no token.",
        JsonOutput.OrText("a sentence", "who got an answer, from whom, and the scopes"), RunTestAsync);

    /// <summary>One that does something with a profile that is named.</summary>
    static Verb OfOne(
        string does, string description, Option<string> output, Func<ShowOptions, Terminal, CancellationToken, Task<int>> runAsync)
    {
        var name = Argument();
        var command = new Verb(does, description) { Examples = $"postern profile {does} staging" };
        command.Add(name);
        command.Add(output);
        command.Runs<ShowOptions>(parse => new(parse.GetValue(name), parse.GetValue(output) is "json"), runAsync);
        return command;
    }

    static int RunList(ListOptions options, Terminal io)
    {
        var profiles = io.Files.Profiles.Value;
        var current = io.Files.Profile?.Name;
        if (options.AsJson)
            return JsonOutput.Write(
                io, new JsonObject { ["profiles"] = new JsonArray([.. profiles.Profiles.Select(profile => (JsonNode)Json(profile))]) });

        foreach (var profile in profiles.Profiles)
            io.Print(
                $"{(profile.Name == current ? "*" : " ")} " +
                $"{profile.Name}{(profiles.ParentOf(profile) is { } parent ? $" (inherits {parent})" : "")}");
        if (profiles.Profiles.Count is 0)
            io.Say("There are none. 'postern profile add NAME' makes one.");
        return ExitCodes.Ok;

        JsonObject Json(SettingsMember profile)
        {
            var json = new JsonObject { ["name"] = profile.Name, ["current"] = profile.Name == current };
            json.AddPresent("inherits", profiles.ParentOf(profile));
            return json;
        }
    }

    static int RunShow(ShowOptions options, Terminal io)
    {
        var profiles = io.Files.Profiles.Value;
        var name = Required(options.Name);
        profiles.Find(name);
        var settings = new LayeredSettings([.. profiles.Chain(name, profiles.Shown)]);
        var output = new SettingsOutput(io);
        var json = new JsonObject();
        foreach (var setting in Setting.All.Where(setting => settings.All(setting).Any()))
        {
            var (said, counts) = (settings.All(setting).ToList(), settings.Find(setting));
            json[setting.Name] = output.Json(setting, said, counts);
            if (!options.AsJson)
                output.WriteFor(setting, said, counts);
        }

        return options.AsJson ? JsonOutput.Write(io, new JsonObject { ["name"] = name, ["settings"] = json }) : ExitCodes.Ok;
    }

    static async Task<int> RunTestAsync(ShowOptions options, Terminal io, CancellationToken ct)
    {
        var tried = await ProfileTrial.RunAsync(Required(options.Name), io.Files.Profiles.Value, io, ct);
        if (options.AsJson)
            return JsonOutput.Write(io, tried.ToJson());

        tried.WriteFor(io);
        return ExitCodes.Ok;
    }

    static async Task<int> RunRemoveAsync(ShowOptions options, Terminal io, CancellationToken ct)
    {
        var (name, file) = (Required(options.Name), io.Files.Profiles.Value);
        file.Find(name);
        await file.ChangeAsync(Without, ct);
        if (options.AsJson)
            return JsonOutput.Write(io, new JsonObject { ["removed"] = name, ["file"] = file.Path });

        io.Say($"Removed {name} from {file.Shown}.");
        return ExitCodes.Ok;

        string Without(ProfilesFile profiles)
        {
            var profile = profiles.Find(name);
            return profiles.Profiles.FirstOrDefault(each => profiles.ParentOf(each) == name) is { } heir
                ? throw new UsageException(
                    $"Profile {heir.Name} inherits {name}.", $"Remove {heir.Name} first, or have it inherit another.")
                : new ProfilesText(profiles).Without(profile);
        }
    }
}

/// <summary>What <c>postern profile list</c> was asked for.</summary>
sealed record ListOptions(bool AsJson);

/// <summary>Which profile is meant.</summary>
sealed record ShowOptions(string? Name, bool AsJson);
