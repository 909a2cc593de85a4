namespace Postern.Cli;

/// <summary>Whose tokens are made: a file of logins with their passwords, one to a line.</summary>
static class UserList
{
    static readonly string[] Logins = ["username", "login", "user", "email"];
    static readonly string[] Passwords = ["password", "pass"];
    static readonly string[] Seeds = ["totp_secret", "totp-secret", "totp"];

    /// <param name="text">With a head that names the columns, or without one: login, password.</param>
    /// <param name="from">What errors call it.</param>
    /// <param name="password">That of all who have none of their own; null where there is none.</param>
    public static IReadOnlyList<MintUser> Read(string text, string from, string? password)
    {
        var rows = RowsOf(text, from);
        if (rows.Count is 0)
            throw new UsageException($"{from} names nobody.", "It wants a line for each user: login,password.");

        var head = rows[0].Fields.Select(field => field.Trim().ToLowerInvariant()).ToList();
        var named = head.Exists(Logins.Contains);
        var (login, secret, seed) = named ? (Column(head, Logins), Column(head, Passwords), Column(head, Seeds)) : (0, 1, 2);
        return [.. rows.Skip(named ? 1 : 0).Select(row => new MintUser(
            At(row.Fields, login) ?? throw new UsageException($"{from}:{row.Line} has no login.", "Each line begins with one."),
            At(row.Fields, secret) ?? password ?? throw new UsageException(
                $"{from}:{row.Line} has no password.", "Write it behind the login, or give one for all with --password REF."))
        {
            Line = row.Line, TotpSecret = At(row.Fields, seed),
        })];
    }

    static List<(int Line, IReadOnlyList<string> Fields)> RowsOf(string text, string from)
    {
        try
        {
            return [.. Csv.Rows(text).Where(row => !row.Fields[0].StartsWith('#'))];
        }
        catch (FormatException broken)
        {
            throw new UsageException($"{from} cannot be read: {broken.Message}", "It wants comma-separated values: login,password.");
        }
    }

    static int Column(List<string> head, string[] names) => head.FindIndex(names.Contains);

    static string? At(IReadOnlyList<string> fields, int column) =>
        column >= 0 && column < fields.Count && fields[column].Trim() is { Length: > 0 } ? fields[column].Trim() : null;
}

/// <summary>Somebody whose tokens are made; secrets in clear.</summary>
sealed record MintUser(string Login, string Password)
{
    public int Line { get; init; }

    public string? TotpSecret { get; init; }

    public override string ToString() => Login;
}
