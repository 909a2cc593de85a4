using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flags that say whose tokens.</summary>
sealed class UserFlags : IFlags
{
    readonly Option<string?> _username = new("--username") { HelpName = "LOGIN", Description = "Whose tokens, e.g. ada@example.com" };
    readonly Option<string?> _password = new("--password")
    {
        HelpName = SecretReader.HelpName,
        Description = "The password: env:NAME, file:PATH, - (standard input) or prompt",
    };

    public void AddTo(Command command) => command.AddAll(_username, _password);

    public UserChoice Read(ParseResult parse) => new(parse.GetValue(_username), parse.GetValue(_password));
}

/// <summary>What the flags said about the user; the environment and, on a terminal, a question fill the gaps.</summary>
sealed record UserChoice(string? Username, string? PasswordReference)
{
    public async Task<UserCredentials> ResolveAsync(Terminal io, SecretReader secrets, CancellationToken ct) =>
        await WithPasswordAsync(await NameAsync(io, ct), secrets, ct);

    public async Task<string> NameAsync(Terminal io, CancellationToken ct) =>
        Username ?? io.Settings.Text(Setting.Username) ?? await AskUsernameAsync(io, ct);

    public async Task<UserCredentials> WithPasswordAsync(string username, SecretReader secrets, CancellationToken ct) =>
        new(username, await ResolvePasswordAsync(username, secrets, ct));

    /// <summary>Null where nobody was named; nobody is asked.</summary>
    public string? Find(Terminal io) => Username ?? io.Settings.Text(Setting.Username);

    /// <summary>Null where there is none, and nobody to ask.</summary>
    public async Task<string?> FindPasswordAsync(string username, Terminal io, SecretReader secrets, CancellationToken ct) =>
        PasswordReference is not null || io.InputIsTerminal || io.Settings.Find(Setting.Password, username) is not null
            ? await ResolvePasswordAsync(username, secrets, ct)
            : null;

    static async Task<string> AskUsernameAsync(Terminal io, CancellationToken ct)
    {
        var missing = UsageException.Missing("username", "--username", EnvironmentNames.Username);
        if (!io.InputIsTerminal)
            throw missing;

        return await io.AskAsync("Username", ct) is { Length: > 0 } username ? username : throw missing;
    }

    async Task<string> ResolvePasswordAsync(string username, SecretReader secrets, CancellationToken ct)
    {
        if (PasswordReference is not null)
            return await secrets.ReadAsync(PasswordReference, "--password", $"Password of {username}", ct);

        return await secrets.StandingAsync(Setting.Password, username, $"Password of {username}", ct)
            ?? await secrets.AskAsync("--password", "Password", EnvironmentNames.Password, ct, username);
    }
}

/// <summary>A login and its password, in clear.</summary>
sealed record UserCredentials(string Username, string Password)
{
    public override string ToString() => Username;
}
