namespace Postern.Cli;

/// <summary>Whose tokens are made: a file of logins with their passwords, one to a line.</summary>
static class UserList
{
    /// <param name="text">With a head that names the columns, or without one: login, password.</param>
    /// <param name="from">What errors call it.</param>
    /// <param name="password">That of all who have none of their own; null where there is none.</param>
    public static IReadOnlyList<MintUser> Read(string text, string from, string? password)
    {
        var rows = RowsOf(text, from);
        var columns = Columns.Usual;
        if (rows is [var first, ..] && Columns.Read(first.Fields) is { } named)
        {
            columns = named.Login >= 0 ? named : throw new UsageException(
                $"{from}:{first.Line} names its columns, and none of them is the logins'.",
                $"Call one of them {string.Join(", ", Columns.Logins[..^1])} or {Columns.Logins[^1]}.");
            rows = rows[1..];
        }

        if (rows.Count is 0)
            throw new UsageException($"{from} names nobody.", "It wants a line for each user: login,password.");

        return [.. rows.Select(row => new MintUser(
            At(row.Fields, columns.Login)
                ?? throw new UsageException($"{from}:{row.Line} has no login.", "Each line begins with one, where no head says otherwise."),
            At(row.Fields, columns.Password) ?? password ?? throw new UsageException(
                $"{from}:{row.Line} has no password.", "Write it behind the login, or give one for all with --password REF."))
        {
            Line = row.Line, TotpSecret = At(row.Fields, columns.Seed),
        })];
    }

    static List<(int Line, IReadOnlyList<string> Fields)> RowsOf(string text, string from)
    {
        try
        {
            return [.. Csv.Rows(text)];
        }
        catch (FormatException broken)
        {
            throw new UsageException($"{from} cannot be read: {broken.Message}", "It wants comma-separated values: login,password.");
        }
    }

    static string? At(IReadOnlyList<string> fields, int column) =>
        column >= 0 && column < fields.Count && fields[column] is { Length: > 0 } field ? field : null;

    /// <summary>Where in each line what stands; -1 for what there is not.</summary>
    sealed record Columns(int Login, int Password, int Seed)
    {
        static readonly string[] Passwords = ["password", "pass"];
        static readonly string[] Seeds = ["totp_secret", "totp-secret", "totp"];

        public static string[] Logins { get; } = ["login", "username", "user", "email"];

        public static Columns Usual { get; } = new(0, 1, 2);

        /// <summary>Null where the first line is no head, but somebody with a password that is called as a column.</summary>
        public static Columns? Read(IReadOnlyList<string> first)
        {
            var head = first.Select(field => field.ToLowerInvariant()).ToList();
            var named = new Columns(head.FindIndex(Logins.Contains), head.FindIndex(Passwords.Contains), head.FindIndex(Seeds.Contains));
            return named is (-1, -1, -1) || head.Exists(field => field.Contains('@')) ? null : named;
        }
    }
}

/// <summary>Somebody whose tokens are made; secrets in clear.</summary>
sealed record MintUser(string Login, string Password)
{
    public int Line { get; init; }

    public string? TotpSecret { get; init; }

    public override string ToString() => Login;
}
