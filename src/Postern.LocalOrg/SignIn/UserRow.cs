using System.Data.Common;
using System.Text.Json;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.SignIn;

/// <summary>A row of the users' table: the document with what changes by itself, so that looking for somebody is one statement.</summary>
static class UserRow
{
    /// <summary>As <see cref="Read"/> reads them.</summary>
    public const string Columns =
        "document, status, password_hash, failed_passwords, password_changed_at, password_history, locked_at, activated_at, " +
        "status_changed_at, last_updated_at";

    /// <summary>With <see cref="Of"/>.</summary>
    public const string Adding =
        """
        insert into users (
            id, login, status, password_hash, failed_passwords, password_changed_at, locked_at, document, created_at, last_updated_at, activated_at,
            status_changed_at, indexed)
        values (@id, @login, @status, @passwordHash, 0, @passwordChangedAt, @lockedAt, @document, @createdAt, @lastUpdatedAt, @activatedAt,
            @statusChangedAt, 1)
        """;

    public static Credentials Read(DbDataReader row) => new()
    {
        User = JsonSerializer.Deserialize(row.GetString(0), DirectoryJson.Default.User)!,
        State = Enum.Parse<UserState>(row.GetString(1)),
        PasswordHash = row.GetString(2),
        FailedPasswords = row.GetInt32(3),
        PasswordChangedAt = row.GetInt64(4),
        PasswordHistory = row.GetString(5).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        LockedAt = row.GetInt64(6),
        ActivatedAt = row.GetInt64(7),
        StatusChangedAt = row.GetInt64(8),
        LastUpdatedAt = row.GetInt64(9),
    };

    public static (string, object?)[] Of(Credentials credentials) =>
    [
        ("@id", credentials.User.Id), ("@login", LoginKey.Of(credentials.User.Login)), ("@status", credentials.State.ToString()),
        ("@passwordHash", credentials.PasswordHash), ("@passwordChangedAt", credentials.PasswordChangedAt),
        ("@lockedAt", credentials.LockedAt),
        ("@document", JsonSerializer.Serialize(credentials.User, DirectoryJson.Default.User)),
        ("@createdAt", credentials.User.CreatedAt), ("@lastUpdatedAt", credentials.User.LastUpdatedAt),
        ("@activatedAt", credentials.ActivatedAt), ("@statusChangedAt", credentials.StatusChangedAt),
    ];
}
