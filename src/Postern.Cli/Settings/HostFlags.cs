using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flag that names hosts for certificates, which decide which authority vouches for them.</summary>
sealed class HostFlags(string description) : IFlags
{
    readonly Option<string[]> _hosts = new("--host")
    {
        HelpName = "NAME",
        Description = description,
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        _hosts.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!IsHost(token.Value))
                    result.AddError("--host wants a name or an address, as okta.example.test or 192.168.1.5, without scheme and port.");
        });
        command.Add(_hosts);
    }

    public IReadOnlyList<string> Read(ParseResult parse) => parse.GetValue(_hosts) ?? [];

    static bool IsHost(string text)
    {
        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        return Uri.CheckHostName(name.Trim('[', ']')) is not UriHostNameType.Unknown;
    }
}

/// <summary>Where this user's development authorities are, and what may be wrong with them.</summary>
static class AuthorityProblem
{
    extension(Terminal io)
    {
        /// <summary>Null where the user has no folder for data: then the library's own choice, which says so.</summary>
        public string? AuthorityFolder => io.DataFolder() is { Length: > 0 } folder ? Path.Combine(folder, "postern", "authority") : null;
    }

    /// <summary>The library's sentence says what is wrong and what to do; null where it is about something else.</summary>
    public static UsageException? Explain(Exception failure) =>
        failure is IOException && failure.Message.Contains("development authority", StringComparison.Ordinal)
            ? new(failure.Message, "docs/https.md says what the authority is, and how it is kept.", failure)
            : null;
}
