using System.CommandLine;
using Npgsql;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>The PostgreSQL that a local org shares with its other processes.</summary>
sealed class DatabaseFlags : IStartFlags
{
    const string Flag = "--database";
    const string PasswordFlag = "--database-password";

    /// <summary>Npgsql waits fifteen seconds for a connection and thirty for an answer, and a request of somebody's as long.</summary>
    const int ConnectSeconds = 5, CommandSeconds = 15;

    /// <summary>The same few dozen statements come again and again.</summary>
    const int Prepared = 100;

    readonly Option<string?> _database = new(Flag)
    {
        HelpName = "URL",
        Description =
            $"Keep the org in this PostgreSQL, which any number of processes share: {DatabaseAddress.Example}, Npgsql's keywords, or " +
            "env:NAME or file:PATH that holds either",
    };
    readonly Option<string?> _password = new(PasswordFlag)
    {
        HelpName = SecretReader.HelpName,
        Description = "Its password [default: the URL's, PGPASSWORD or a passfile's]",
    };
    readonly Option<double> _wait = FlagValues.Seconds("--database-wait", whenAbsent: 30, least: 0, most: 3600);

    readonly Option<bool> _moves = new("--move-org")
    {
        Description = "Give the org in the database the --public-url of this process for good; no other process of it may run",
    };

    public void AddTo(Command command)
    {
        _wait.Description = "How long to wait at the start for a database that is not there yet";
        command.AddAll(_database, _password, _wait, _moves);
    }

    public IStartChoice Read(ParseResult parse)
    {
        var choice = new Choice(
            parse.GetValue(_database), parse.GetValue(_password), TimeSpan.FromSeconds(parse.GetValue(_wait)), parse.GetValue(_moves));
        if (choice is { Address: null, Password: not null })
            throw new UsageException($"{PasswordFlag} is given, and no {Flag}.", $"Say which: {Flag} {DatabaseAddress.Example}.");
        if (choice is { Address: { } address, IsElsewhere: false })
            DatabaseAddress.Read(address, Flag);
        return choice;
    }

    static void SetWhatNobodySaid(NpgsqlConnectionStringBuilder address)
    {
        foreach (var (keyword, value) in ((string, object)[])
        [
            ("Application Name", "postern"), ("Timeout", ConnectSeconds), ("Command Timeout", CommandSeconds),
            ("Maximum Pool Size", new LocalOrgOptions().MaxConnections), ("Max Auto Prepare", Prepared), ("Enlist", false),
        ])
            if (!address.ShouldSerialize(keyword))
                address[keyword] = value;
    }

    sealed record Choice(string? Address, string? Password, TimeSpan Wait, bool Moves) : IStartChoice
    {
        SharedDatabase? _opened;

        /// <summary>A reference, as of a secret, since the address may have a password in it.</summary>
        public bool IsElsewhere =>
            Address is "-" or "prompt"
            || Address?.StartsWith("env:", StringComparison.Ordinal) is true
            || Address?.StartsWith("file:", StringComparison.Ordinal) is true;

        public async ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct)
        {
            if (Address is null)
                return options;
            if (options.DataFile is not null)
                throw new UsageException($"{Flag} and --data are both given.", "An org is kept in one of them: leave the other out.");

            _opened = new SharedDatabase(await ReadAsync(Address, starting, ct), Wait, starting.Io.Time, starting.Log);
            starting.Owned.Add(_opened.Source);
            return options with { DataSource = _opened.Source, MaxConnections = _opened.MaxConnections, MovesOrg = Moves };
        }

        public ValueTask<bool> HasWaitedAsync(Exception failure, CancellationToken ct) =>
            _opened?.HasWaitedAsync(failure, ct) ?? ValueTask.FromResult(false);

        public UsageException? Explain(Exception failure) => _opened?.Explain(failure);

        public override string ToString() => "a database";

        async Task<NpgsqlConnectionStringBuilder> ReadAsync(string given, Starting starting, CancellationToken ct)
        {
            var text = IsElsewhere ? await starting.Secrets.ReadAsync(given, Flag, "Database", ct) : given;
            var address = DatabaseAddress.Read(text, Flag);
            if (address.Password is { Length: > 0 } written)
            {
                starting.Io.Secrets.Remember(written);
                if (!IsElsewhere)
                    starting.Log.Warn(
                        $"{Flag} holds a password, which the process list and the shell's history show: prefer {PasswordFlag} env:NAME " +
                        "or file:PATH.");
            }

            if (Password is not null)
                address.Password = await starting.Secrets.ReadAsync(Password, PasswordFlag, "Database password", ct);
            SetWhatNobodySaid(address);
            return address;
        }
    }
}
