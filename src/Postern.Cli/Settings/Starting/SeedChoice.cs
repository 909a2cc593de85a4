using System.Text.Json.Nodes;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>What the flags said about the seed.</summary>
sealed record SeedChoice : IStartChoice
{
    public string? File { get; init; }
    public bool IsWatched { get; init; }
    public bool IsEmpty { get; init; }
    public IReadOnlyList<string> Apps { get; init; } = [];
    public IReadOnlyList<string> Users { get; init; } = [];
    public IReadOnlyList<string> ApiTokens { get; init; } = [];
    public IReadOnlyList<string> Origins { get; init; } = [];

    bool IsSaid => File is not null || IsEmpty || Apps.Count + Users.Count + ApiTokens.Count + Origins.Count > 0;

    bool IsOfTheDemo => File is null && !IsEmpty;

    public async ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct)
    {
        if (!IsSaid)
            return options;

        var seed = await ReadAsync(starting.Io, starting.Secrets, before: null, ct);
        starting.Seed = seed;
        if (IsWatched)
            starting.Alongside.Add((org, stopping) => new SeedWatch(org, this, starting.Io).WatchAsync(seed, stopping));
        return options with { Seed = seed.Seed };
    }

    /// <summary>
    /// With what was read before, when it is read again: its secrets that were made are kept, and those of flags not asked for.
    /// </summary>
    /// <exception cref="SeedFileException">What is said cannot be.</exception>
    public async Task<ChosenSeed> ReadAsync(Terminal io, SecretReader secrets, ChosenSeed? before, CancellationToken ct)
    {
        var stamp = IsWatched ? FileStamp.Of(File!) : null;
        ChosenSeed chosen = File is null
            ? new(IsEmpty ? new OrgSeed { Groups = [new() { Name = "Everyone" }] } : OrgSeed.Default)
            : ChosenSeed.Of(await SeedInput.ReadAsync(File, before?.File, io, secrets, ct));
        if (Apps.Count + Users.Count + Origins.Count > 0)
            chosen = WithFlags(chosen, before?.Flags, io);
        var tokens = before?.ApiTokens ?? await TokensAsync(secrets, ct);
        return chosen with
        {
            Stamp = stamp,
            ApiTokens = tokens,
            Seed = chosen.Seed with { ApiTokens = [.. chosen.Seed.ApiTokens, .. tokens] },
        };
    }

    async Task<IReadOnlyList<string>> TokensAsync(SecretReader secrets, CancellationToken ct)
    {
        List<string> tokens = [];
        foreach (var reference in ApiTokens)
            tokens.Add(await secrets.ReadAsync(reference, "--api-token", "API token", ct));
        return tokens;
    }

    ChosenSeed WithFlags(ChosenSeed below, SeedFile? before, Terminal io)
    {
        var users = Users.Select(user => new FlagUser(user)).ToList();
        // Who is there already keeps everything but a password that is given.
        var added = users.Where(user => user.Reference is not null || user.IsNewIn(below.Seed)).ToList();
        var flags = new JsonObject
        {
            ["apps"] = Texts(Apps),
            ["users"] = new JsonArray([.. added.Select(user => (JsonNode)user.ToJson(IsOfTheDemo ? GroupsOf(below.Seed) : []))]),
            ["trustedOrigins"] = Texts(Origins),
        };
        try
        {
            var options = SeedInput.Options(io) with { OnTopOf = below.Seed, Before = before };
            var read = SeedFile.Parse(flags.ToText(JsonLayout.OneLine), options);
            return below with { Seed = WithOldProfiles(read.Seed, below.Seed), Flags = read };
        }
        catch (SeedFileException wrong)
        {
            throw new UsageException(
                string.Join(" ", wrong.Faults.Select(fault => Told(fault, [.. added.Select(user => user.Text)]))),
                "Such as --app \"spa http://localhost:3000/callback\", --user \"ada@example.com env:ADA_PASSWORD\" and --origin " +
                "http://localhost:3000.");
        }
    }

    static OrgSeed WithOldProfiles(OrgSeed whole, OrgSeed below) => whole with
    {
        Users = [.. whole.Users.Select(user => below.Users.FirstOrDefault(old => old.Login == user.Login) is { } old
            ? old with { Id = user.Id, Password = user.Password, PasswordHash = user.PasswordHash }
            : user)],
    };

    static IReadOnlyList<string> GroupsOf(OrgSeed seed) =>
        [.. seed.Groups.Select(group => group.Name).Where(name => name is not "Everyone")];

    static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    /// <summary>Named by the flag that it came from.</summary>
    string Told(SeedFileFault fault, IReadOnlyList<string> users)
    {
        var (flag, texts) = fault.Path.Split('[')[0] switch
        {
            "apps" => ("--app", Apps),
            "users" => ("--user", users),
            _ => ("--origin", Origins),
        };
        var number = fault.Path.Split('[', ']') is [_, var index, ..] && int.TryParse(index, out var parsed) ? parsed : 0;
        var member = fault.Path.IndexOf("].", StringComparison.Ordinal) is >= 0 and var end ? fault.Path[(end + 2)..] + " " : "";
        return $"{flag} \"{texts.ElementAtOrDefault(number)}\": {member}{fault.Message}";
    }

    sealed record FlagUser(string Text)
    {
        readonly string[] _words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        public string? Reference => _words.Length > 1 ? _words[1] : null;

        public bool IsNewIn(OrgSeed seed) => seed.Users.All(user => user.Login != _words.FirstOrDefault());

        public JsonObject ToJson(IReadOnlyList<string> groups)
        {
            if (_words.Length is 0 or > 2 || (Reference is { } reference && !SeedInput.IsReference(reference)))
                throw new UsageException(
                    $"--user \"{_words.FirstOrDefault()}\" has something behind the login that is no place of a password.",
                    "Write it as \"ada@example.com env:ADA_PASSWORD\" or \"ada@example.com file:ada.txt\"; the login alone has a " +
                    "password made.");

            JsonObject user = new() { ["login"] = _words[0], ["groups"] = Texts(groups) };
            user.AddPresent("password", Reference);
            return user;
        }
    }
}
