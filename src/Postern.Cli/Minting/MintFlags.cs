using System.CommandLine;
using System.Globalization;

namespace Postern.Cli;

/// <summary>The flags that say whose tokens are made, how many, and where they go.</summary>
sealed class MintFlags : IFlags
{
    const int Most = 1_000_000;

    readonly Option<string?> _users = new("--users")
    {
        HelpName = "FILE", Description = "Comma-separated: login,password, maybe totp_secret; with or without a head; - is standard input",
    };
    readonly Option<int> _count = FlagValues.Whole("--count", 0, 1, Most);
    readonly Option<string?> _password = new("--password")
    {
        HelpName = SecretReader.HelpName, Description = "The password of all who have none in the file: env:NAME, file:PATH, - or prompt",
    };
    readonly Option<string?> _to = new("--to") { HelpName = "FILE", Description = "Where the tokens go, for you alone" };
    readonly Option<string> _shape = new("--as")
    {
        HelpName = "SHAPE",
        Description = "csv, jsonl (JSON lines), k6 (a JSON array), jmeter (login,token) or tokens (one on a line)",
        DefaultValueFactory = _ => "csv",
    };
    readonly Option<int> _atOnce = FlagValues.Whole("--at-once", 10, 1, 75);
    readonly Option<string[]> _limits = new("--limit")
    {
        HelpName = "NAME=N",
        Description = "Ask no more than so often a minute, whatever the org allows: authn, authorize, token, idx or interact; repeatable",
        DefaultValueFactory = _ => [],
    };
    readonly Option<bool> _keepGoing = new("--keep-going") { Description = "Go on where ten fail one after the other" };
    readonly Option<bool> _ignoreRouting = new("--ignore-routing")
    {
        Description = "Send passwords even where the org says that the user signs in at another identity provider",
    };

    public void AddTo(Command command)
    {
        _count.Description = "How many tokens, of the users in turn [default: one for each]";
        _count.DefaultValueFactory = null;
        _atOnce.Description = "How many sign-ins may run at once";
        _shape.OnlyOneOf(MintOutput.Shapes);
        _limits.CompletionSources.Add([.. Budgets.Names.Select(name => $"{name}=")]);
        _limits.Validators.Add(result =>
        {
            if (result.Tokens.Any(given => !string.IsNullOrWhiteSpace(given.Value) && LimitIn(given.Value) is null))
                result.AddError($"--limit wants {string.Join(", ", Budgets.Names)}, then = and a number from 1 to 100000.");
        });
        command.AddAll(_users, _count, _password, _to, _shape, _atOnce, _limits, _keepGoing, _ignoreRouting);
    }

    public MintChoice Read(ParseResult parse) => new()
    {
        UsersFile = parse.GetValue(_users),
        Count = parse.GetResult(_count) is null or { Implicit: true } ? null : parse.GetValue(_count),
        PasswordReference = parse.GetValue(_password),
        To = parse.GetValue(_to),
        Shape = parse.GetRequiredValue(_shape),
        AtOnce = parse.GetValue(_atOnce),
        Limits = (parse.GetValue(_limits) ?? []).Select(text => LimitIn(text)!.Value).DistinctBy(limit => limit.Key).ToDictionary(),
        KeepsGoing = parse.GetValue(_keepGoing),
        IgnoresRouting = parse.GetValue(_ignoreRouting),
    };

    static KeyValuePair<string, int>? LimitIn(string text) =>
        text.Split('=', 2) is [var name, var number]
            && Budgets.Names.Contains(name)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            && most is >= 1 and <= 100_000
            ? new(name, most)
            : null;
}

/// <summary>What the flags said about the tokens to be made.</summary>
sealed record MintChoice
{
    public string? UsersFile { get; init; }
    public int? Count { get; init; }
    public string? PasswordReference { get; init; }
    public string? To { get; init; }
    public required string Shape { get; init; }
    public int AtOnce { get; init; }
    public IReadOnlyDictionary<string, int> Limits { get; init; } = new Dictionary<string, int>();
    public bool KeepsGoing { get; init; }
    public bool IgnoresRouting { get; init; }

    public string RequiredTo => To ?? throw UsageException.Missing("file for the tokens", "--to FILE");

    public async Task<IReadOnlyList<MintUser>> UsersAsync(Terminal io, SecretReader secrets, CancellationToken ct)
    {
        var file = UsersFile ?? throw UsageException.Missing("users", "--users FILE");
        if (file is "-" && io.InputIsTerminal)
            io.Say("Write a line for each user, login,password, then Ctrl-D.");
        var text = file is "-" ? await secrets.ReadAsync("-", "--users", "Users", ct) : await ReadAsync(file, io, ct);
        var password = PasswordReference is { } reference
            ? await secrets.ReadAsync(reference, "--password", "Password of all users", ct)
            : null;
        var users = UserList.Read(text, file is "-" ? "standard input" : file, password);
        foreach (var user in users)
            io.Secrets.Remember(user.Password);
        return users;
    }

    static async Task<string> ReadAsync(string file, Terminal io, CancellationToken ct)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file, ct);
            if (OwnFile.IsOpen(file) && text.AsSpan().ContainsAny(Csv.Separators))
                io.Warn($"{file} holds passwords, and others may read it: chmod 600 {file}");
            return text;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--users {file} cannot be read: {unreadable.Message}", "Check the path and its permissions.");
        }
    }
}
