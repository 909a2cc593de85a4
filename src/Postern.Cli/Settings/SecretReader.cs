namespace Postern.Cli;

/// <summary>
/// Reads what a REF points at: <c>env:NAME</c>, <c>file:PATH</c>, <c>cmd:COMMAND</c>, <c>keyring:NAME</c>, <c>-</c>, <c>prompt</c> or, with
/// a warning, the value itself.
/// </summary>
sealed class SecretReader(Terminal io)
{
    public const string HelpName = "REF";

    /// <summary>What is read where nobody said from where: standard input.</summary>
    public const string TheInput = "The input";

    string? _stdinReader;

    // No message repeats the value: it is named by the flag that brought it.
    public async Task<string> ReadAsync(string reference, string flag, string what, CancellationToken ct)
    {
        if (StandInFor(flag) is { } standIn)
            return standIn;

        return Remembered(await ReferredAsync(reference, flag, what, ct) ?? Literal(reference, flag), reference, flag);
    }

    /// <summary>What was said beforehand in a flag's place; null where nothing was.</summary>
    public async Task<string?> StandingAsync(Setting setting, string? owner, string what, CancellationToken ct)
    {
        if (io.Settings.Find(setting, owner) is not { } said)
            return null;
        if (StandInFor(setting.Flag) is { } standIn)
            return standIn;
        if (!said.Refers)
            return Remembered(Clear(said), said.Text, said.Where);

        if (said.ReadsSomething)
            io.Files.Trust.Require(said, $"says where {setting.Name} is to be read");
        var reference = said.Text.StartsWith("file:", StringComparison.Ordinal)
            ? $"file:{said.Resolved(said.Text[5..], io.Folders.Home)}"
            : said.Text;
        return Remembered((await ReferredAsync(reference, said.Where, what, ct))!, reference, said.Where);
    }

    // Null where the reference is none.
    async Task<string?> ReferredAsync(string reference, string flag, string what, CancellationToken ct) => reference switch
    {
        "-" => await ReadStdinAsync(flag, ct),
        "prompt" => await PromptAsync(flag, what, ct),
        _ when reference.StartsWith("env:", StringComparison.Ordinal) => FromEnvironment(reference[4..], flag),
        _ when reference.StartsWith("file:", StringComparison.Ordinal) => await FromFileAsync(reference[5..], flag, ct),
        _ when reference.StartsWith("cmd:", StringComparison.Ordinal) => await SecretCommand.RunAsync(reference[4..], flag, io, ct),
        _ when reference.StartsWith("keyring:", StringComparison.Ordinal) => await new Keyring(io).ReadAsync(reference[8..], flag, ct),
        _ => null,
    };

    string Remembered(string value, string reference, string flag)
    {
        if (value.Length is 0)
            throw new UsageException($"{flag} is empty.", Emptiness(reference));

        io.Secrets.Remember(value);
        return value;
    }

    string Clear(SettingValue said)
    {
        if (said is { File: { } file, Kind: LayerKind.Profile or LayerKind.Okta } && OwnFile.IsOpen(file))
            io.Warn($"{said.Where} holds a secret, and others may read that file: chmod 600 {file}");
        return said.Text;
    }

    static string Emptiness(string reference) => reference is "-"
        ? "Standard input held nothing: if a command before it failed, its error is above."
        : "Check what it reads; in CI an unset secret often arrives as an empty string.";

    // Where nobody sits, a question would hang a script: there the missing flag is named instead.
    public Task<string> AskAsync(string flag, string what, string? environment, CancellationToken ct, string whose = "") =>
        StandInFor(flag) switch
        {
            { } standIn => Task.FromResult(standIn),
            _ when io.InputIsTerminal => PromptAsync(flag, whose.Length > 0 ? $"{what} of {whose}" : what, ct),
            _ => throw UsageException.Missing(what.ToLowerInvariant(), $"{flag} {HelpName}", environment),
        };

    // A run that is played back has no use for the secret, which need not be there.
    string? StandInFor(string flag) => io.Replayed is null ? null : ReplayedSettings.For(flag);

    async Task<string> ReadStdinAsync(string flag, CancellationToken ct)
    {
        if (_stdinReader is { } first)
            throw new UsageException($"{first} and {flag} both read standard input.", "Give one of them as env:NAME or file:PATH.");

        _stdinReader = flag;
        // A pending read cannot be cancelled everywhere; the process ends without waiting for it.
        return WithoutLastNewline(await io.In.ReadToEndAsync(ct).WaitAsync(ct));
    }

    async Task<string> PromptAsync(string flag, string what, CancellationToken ct)
    {
        if (!io.InputIsTerminal)
            throw new UsageException($"{flag} prompt needs a terminal, and standard input is none.", "Use env:NAME, file:PATH or -.");

        var answer = await io.AskHiddenAsync(what, ct);
        io.Secrets.Remember(answer);
        return answer;
    }

    string FromEnvironment(string name, string flag) =>
        io.Environment(name)
            ?? throw new UsageException(
                $"{flag} names the environment variable {name}, which is not set.", $"Export {name}, or use file:PATH, - or prompt.");

    static async Task<string> FromFileAsync(string path, string flag, CancellationToken ct)
    {
        try
        {
            // A pipe by name is opened when somebody writes to it: whoever gives up must not be held up by that.
            return WithoutLastNewline(await Task.Run(() => File.ReadAllTextAsync(path, ct), ct).WaitAsync(ct));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{flag} names the file {path}, which cannot be read: {e.Message}", "Check the path and its permissions.");
        }
    }

    string Literal(string value, string flag)
    {
        io.Warn(
            $"{flag} holds the secret itself, which the process list and the shell's history show: prefer env:NAME, file:PATH, - or " +
            "prompt.");
        return value;
    }

    // echo, editors and secret stores add one; a password or a key never needs it.
    static string WithoutLastNewline(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
}
