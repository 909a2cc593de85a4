using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Postern.Cli;

/// <summary><c>postern profile add</c>: asks for what flags have not said, tries it, and keeps it.</summary>
static partial class ProfileAddCommand
{
    const string Examples = """
        postern profile add dev            # on a terminal it asks, tries, and keeps
        postern profile add dev --org https://dev-1.okta.com --client-id 0oa1abcdEFGHijkl2345 \
          --redirect-uri http://localhost:8080/callback --username ada@example.com --password keyring:dev-ada
        postern profile add dev-max --inherits dev --username max@example.com --password 'cmd:pass okta/max' --totp-secret env:MAX_TOTP
        """;

    public static Command Create()
    {
        var name = ProfileCommand.Argument();
        var inherits = new Option<string?>("--inherits")
        {
            HelpName = "NAME", Description = "Take from this profile whatever the new one does not say itself",
        };
        var untried = new Option<bool>("--no-test") { Description = "Keep it without trying it first" };
        var (flags, output) = (new SettingFlags(), JsonOutput.OrText("what came of trying it", "the same, and where it is kept"));
        var command = new Verb("add", "Makes a profile: asks for what is missing, tries it, and keeps it.") { Examples = Examples };
        command.Add(name);
        command.AddAll(inherits, untried);
        command.AddAll(flags);
        command.Add(output);
        command.Runs<AddProfileOptions>(
            parse => new(parse.GetValue(name), parse.GetValue(inherits), flags.Read(parse))
            {
                IsTried = !parse.GetValue(untried), AsJson = parse.GetValue(output) is "json",
            },
            RunAsync);
        return command;
    }

    internal static async Task<int> RunAsync(AddProfileOptions options, Terminal io, CancellationToken ct)
    {
        var profiles = io.Files.Profiles.Value;
        var name = ProfileCommand.Required(options.Name);
        RefuseBadName(name, options.Inherits, profiles);
        var settings = options.Given.Values.ToDictionary(said => said.Key, said => said.Value.Text);
        RefuseLiterals(options.Given);
        if (io.InputIsTerminal && options.Inherits is null)
            await AskAsync(settings, io, ct);

        var tried = options.IsTried ? await ProfileTrial.RunAsync(name, profiles.Saying(With(profiles)), io, ct) : null;
        if (!options.AsJson)
            tried?.WriteFor(io);

        var changed = await profiles.ChangeAsync(With, ct);
        if (options.AsJson)
            return JsonOutput.Write(io, Json(name, tried, changed));

        io.Say(
            $"Kept as {name} in " +
            $"{profiles.Shown}{(changed.Default == name ? ": it counts wherever no other is named" : "")}.");
        return ExitCodes.Ok;

        string With(ProfilesFile profiles)
        {
            RefuseBadName(name, options.Inherits, profiles);
            return new ProfilesText(profiles).With(
                name,
                options.Inherits,
                Setting.All.Where(settings.ContainsKey).Select(setting => (setting.Name, Kept(setting, settings[setting]))));
        }
    }

    static JsonObject Json(string name, TriedProfile? tried, ProfilesFile kept)
    {
        var json = tried?.ToJson() ?? new JsonObject { ["profile"] = name };
        json["file"] = kept.Path;
        json["isDefault"] = kept.Default == name;
        return json;
    }

    static void RefuseBadName(string name, string? inherits, ProfilesFile profiles)
    {
        if (!Name().IsMatch(name))
            throw new UsageException(
                $"{name} is no name for a profile.", "Letters, digits, dots, dashes and underscores make one.");
        if (profiles.Names.Contains(name))
            throw new UsageException($"There is a profile {name} already.", $"'postern profile remove {name}' removes it.");
        if (inherits is { } parent)
            profiles.Find(parent);
    }

    // What is kept is read by backups and whoever finds the file.
    static void RefuseLiterals(SettingsLayer given)
    {
        if (
            given.Values.FirstOrDefault(
                said => said.Key.IsSecret && (!said.Value.Refers || said.Value.Text is "-")) is { Key: { } setting })
            throw new UsageException(
                $"{setting.Flag} would be kept as it is.",
                "Name where it is instead: keyring:NAME, cmd:COMMAND, env:NAME, file:PATH, or prompt to be asked each time.");
    }

    static async Task AskAsync(Dictionary<Setting, string> settings, Terminal io, CancellationToken ct)
    {
        if (!settings.ContainsKey(Setting.Issuer) && !settings.ContainsKey(Setting.Org))
            settings[Setting.Org] = await RequireAsync("Org, such as https://dev-1.okta.com", io, ct);
        if (!settings.ContainsKey(Setting.Issuer) && !settings.ContainsKey(Setting.AuthServer))
            await AskServerAsync(settings, io, ct);
        await TellAsync(settings, io, ct);
        foreach (var (setting, question) in (IEnumerable<(Setting, string)>)
                 [
                     (Setting.ClientId, "Client id of the app"), (Setting.RedirectUri, "One of its sign-in redirect URIs"),
                     (Setting.Scopes, "Scopes [openid profile email]"), (Setting.Username, "User"),
                 ])
        {
            if (!settings.ContainsKey(setting) && await io.AskAsync(question, ct) is { Length: > 0 } answer)
                settings[setting] = answer;
        }

        if (settings.TryGetValue(Setting.Username, out var username) && !settings.ContainsKey(Setting.Password))
            settings[Setting.Password] = await AskReferenceAsync(username, io, ct);
    }

    /// <summary>
    /// Okta lists its authorization servers to admins alone; which of the two that every org may have answer, anybody may ask.
    /// </summary>
    static async Task AskServerAsync(Dictionary<Setting, string> settings, Terminal io, CancellationToken ct)
    {
        List<string> found = [];
        foreach (var (server, about) in ((string, string)[])[("default", "for your own APIs"), ("org", "the org's own, for Okta's APIs")])
        {
            settings[Setting.AuthServer] = server;
            if (await AnswersAsync(settings, io, ct))
            {
                found.Add(server);
                io.Say($"There is the authorization server {server}: {about}.");
            }
        }

        settings.Remove(Setting.AuthServer);
        if (found is not [var first, ..])
            return; // What is wrong with the org is told by whoever asks it next.

        var answer = await io.AskAsync($"Authorization server: {string.Join(", ", found)}, or another's id [{first}]", ct);
        if ((answer.Length > 0 ? answer : first) is var chosen and not "default")
            settings[Setting.AuthServer] = chosen;
    }

    static async Task<bool> AnswersAsync(Dictionary<Setting, string> settings, Terminal io, CancellationToken ct)
    {
        try
        {
            var (connection, _) = Connect(settings, io);
            using (connection)
                await connection.Client.GetMetadataAsync(ct);
            return true;
        }
        catch (Client.OktaException refused) when (refused.StatusCode is >= 400 and < 500)
        {
            return false;
        }
    }

    /// <summary>What the org says of itself: whoever sees it knows whether it is the right one, and which scopes there are.</summary>
    static async Task TellAsync(Dictionary<Setting, string> settings, Terminal io, CancellationToken ct)
    {
        var (connection, issuer) = Connect(settings, io);
        using var open = connection;
        var metadata = await connection.Client.GetMetadataAsync(ct);
        io.Say($"{issuer} answers.");
        if (metadata.Document.TryGetProperty("scopes_supported", out var scopes)
            && scopes.ValueKind is System.Text.Json.JsonValueKind.Array)
            io.Say($"Its scopes: {string.Join(' ', scopes.EnumerateArray().Select(scope => scope.ToString()))}");
    }

    static (Connection Connection, string Issuer) Connect(Dictionary<Setting, string> settings, Terminal io)
    {
        var choice = new OrgChoice
        {
            Org = settings.GetValueOrDefault(Setting.Org),
            AuthServer = settings.GetValueOrDefault(Setting.AuthServer),
            Issuer = settings.GetValueOrDefault(Setting.Issuer),
        };
        var address = choice.Require(io);
        var app = new ClientApp { ClientId = "" };
        var http = new HttpChoice
        {
            CaFile = settings.GetValueOrDefault(Setting.CaFile),
            Timeout = TimeSpan.FromSeconds(30),
            MaxWait = TimeSpan.Zero,
            ClockSkew = TimeSpan.Zero,
        };
        return (http.Connect(address, app.OptionsFor(address, io), io), address.Issuer);
    }

    static async Task<string> AskReferenceAsync(string username, Terminal io, CancellationToken ct)
    {
        const string question =
            "Where is the password: keyring:NAME, cmd:COMMAND, env:NAME, file:PATH, or prompt to be asked each time [prompt]";
        while (true)
        {
            var answer = await io.AskAsync(question, ct);
            if (answer.Length is 0)
                return "prompt";
            if (new SettingValue(answer, LayerKind.Profile, "") { MayRefer = true }.Refers && answer is not "-")
            {
                if (answer.StartsWith("keyring:", StringComparison.Ordinal))
                    await PutIntoKeyringAsync(answer["keyring:".Length..], username, io, ct);
                return answer;
            }

            io.Tell("That is none of these. A password itself is not kept here.");
        }
    }

    static async Task PutIntoKeyringAsync(string entry, string username, Terminal io, CancellationToken ct)
    {
        var password = await io.AskHiddenAsync($"Password of {username}, to be put there (nothing: it is there already)", ct);
        if (password.Length is 0)
            return;

        io.Secrets.Remember(password);
        await new Keyring(io).WriteAsync(entry, password, Setting.Password.Flag, ct);
        io.Say($"Put into the keyring as {entry}.");
    }

    static async Task<string> RequireAsync(string question, Terminal io, CancellationToken ct) =>
        await io.AskAsync(question, ct) is { Length: > 0 } answer ? answer : throw UsageException.Missing("org", "--org");

    // A file is meant from where the command was run, and kept so that it is found from elsewhere.
    static string Kept(Setting setting, string value) => setting switch
    {
        { IsSecret: true } when value.StartsWith("file:", StringComparison.Ordinal) => $"file:{Path.GetFullPath(value[5..])}",
        _ when setting == Setting.CaFile => Path.GetFullPath(value),
        _ => value,
    };

    [GeneratedRegex(@"\A[A-Za-z0-9][\w.-]*\z")]
    private static partial Regex Name();
}

/// <summary>What <c>postern profile add</c> was asked for.</summary>
sealed record AddProfileOptions(string? Name, string? Inherits, SettingsLayer Given)
{
    public bool IsTried { get; init; } = true;

    public bool AsJson { get; init; }
}
