using Npgsql;

namespace Postern.Cli;

/// <summary>Where a PostgreSQL is, as people write it: a URL, or Npgsql's keywords.</summary>
static class DatabaseAddress
{
    public const string Example = "postgres://user@host/database";

    static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>What libpq calls otherwise than Npgsql, in URLs.</summary>
    static readonly Dictionary<string, string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dbname"] = "Database", ["user"] = "Username", ["connect_timeout"] = "Timeout", ["application_name"] = "Application Name",
        ["sslmode"] = "SSL Mode", ["sslrootcert"] = "Root Certificate", ["sslcert"] = "SSL Certificate", ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password", ["sslnegotiation"] = "SSL Negotiation", ["channel_binding"] = "Channel Binding",
        ["target_session_attrs"] = "Target Session Attributes", ["load_balance_hosts"] = "Load Balance Hosts",
        ["search_path"] = "Search Path",
        ["client_encoding"] = "Client Encoding", ["gssencmode"] = "GSS Encryption Mode", ["schema"] = "Search Path",
    };

    /// <exception cref="UsageException">It is neither; nothing of what may be a secret is repeated.</exception>
    public static NpgsqlConnectionStringBuilder Read(string text, string flag) =>
        Array.Find(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is { } scheme
            ? OfUrl(text[scheme.Length..], flag)
            : OfKeywords(text, flag);

    static NpgsqlConnectionStringBuilder OfUrl(string rest, string flag)
    {
        var (address, query) = Cut(rest, '?');
        var (authority, database) = Cut(address, '/');
        var builder = new NpgsqlConnectionStringBuilder();
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            SetPresent(builder, "Username", user, flag);
            SetPresent(builder, "Password", password, flag);
        }

        SetPresent(builder, "Host", HostOf(authority[(at + 1)..], builder, flag), flag);
        SetPresent(builder, "Database", database, flag);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (coded, value) = Cut(pair, '=');
            var name = Decoded(coded);
            Set(builder, Keywords.GetValueOrDefault(name, name), ValueOf(name, Decoded(value)), flag);
        }

        return Checked(builder, flag);
    }

    /// <summary>Of several each keeps its port, as Npgsql reads them.</summary>
    static string HostOf(string hosts, NpgsqlConnectionStringBuilder builder, string flag)
    {
        if (hosts.Contains(',', StringComparison.Ordinal))
            return hosts;

        var colon = hosts.LastIndexOf(':');
        if (colon <= hosts.LastIndexOf(']'))
            return hosts.Trim('[', ']');

        Set(builder, "Port", hosts[(colon + 1)..], flag);
        return hosts[..colon].Trim('[', ']');
    }

    /// <summary>libpq writes them with a hyphen, or says otherwise.</summary>
    static string ValueOf(string name, string value) => (name.ToLowerInvariant(), value.ToLowerInvariant()) switch
    {
        ("sslmode", "verify-ca") => "VerifyCA",
        ("sslmode", "verify-full") => "VerifyFull",
        ("load_balance_hosts", "random") => "true",
        ("load_balance_hosts", "disable") => "false",
        _ => value,
    };

    static NpgsqlConnectionStringBuilder OfKeywords(string text, string flag)
    {
        if (!text.Contains('=', StringComparison.Ordinal) || text.Contains("://", StringComparison.Ordinal))
            throw new UsageException(
                $"{flag} wants a PostgreSQL.", $"Write {Example}, or Npgsql's keywords: \"Host=…;Username=…;Database=…\".");

        var builder = new NpgsqlConnectionStringBuilder();
        System.Data.Common.DbConnectionStringBuilder given = [];
        try
        {
            given.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw new UsageException(
                $"{flag} cannot be read.",
                "Npgsql's keywords are \"Host=…;Username=…;Database=…\"; a value with ; or = in it stands in quotes.");
        }

        foreach (string keyword in given.Keys)
            Set(builder, keyword, given[keyword].ToString() ?? "", flag);
        return Checked(builder, flag);
    }

    static NpgsqlConnectionStringBuilder Checked(NpgsqlConnectionStringBuilder builder, string flag) => string.IsNullOrEmpty(builder.Host)
        ? throw new UsageException($"{flag} names no host.", $"Write {Example}; a socket's folder is ?host=/var/run/postgresql.")
        : builder;

    static void SetPresent(NpgsqlConnectionStringBuilder builder, string keyword, string value, string flag)
    {
        if (value.Length > 0)
            Set(builder, keyword, Decoded(value), flag);
    }

    // The library's own messages repeat the value.
    static void Set(NpgsqlConnectionStringBuilder builder, string keyword, string value, string flag)
    {
        if (!builder.ContainsKey(keyword))
            throw new UsageException(
                $"{flag}: there is no '{keyword}' of a PostgreSQL connection.",
                $"Write {Example}?sslmode=require, or see Npgsql's keywords.");

        try
        {
            builder[keyword] = value;
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            throw new UsageException(
                $"{flag}: '{keyword}' cannot have that value.", "See Npgsql's documentation of its connection string for which it takes.");
        }
    }

    static string Decoded(string text) => Uri.UnescapeDataString(text);

    static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var found ? (text[..found], text[(found + 1)..]) : (text, "");
}
