using System.Data.Common;
using System.Text.Json;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Storage;

/// <summary>Users as the sign-in check needs them.</summary>
sealed partial class OrgStore
{
    const string CredentialsColumns = "document, status, password_hash, failed_passwords, password_changed_at, password_history, locked_at";

    readonly Remembered<User> _activeUsers = database.Memory.Of<User>(OrgDirectory.CredentialKind);
    readonly Remembered<Credentials> _credentials = database.Memory.Of<Credentials>(OrgDirectory.CredentialKind);

    public ValueTask<Credentials?> FindCredentialsAsync(string login, CancellationToken ct) => _credentials.GetAsync(LoginKey.Of(login), key =>
        database.FirstAsync($"select {CredentialsColumns} from users where login = @login", [("@login", key)], ReadCredentials, ct));

    /// <summary>The short name before the <c>@</c> will do where only one user has it: authn.md 3.1.</summary>
    public async Task<Credentials?> FindCredentialsByShortNameAsync(string name, CancellationToken ct)
    {
        // Spelt as the index spells it: what is left of a login when all but @ is stripped from its end.
        var found = await database.AllAsync(
            $"select {CredentialsColumns} from users where rtrim(login, replace(login, '@', '')) = @shortName limit 2",
            [("@shortName", LoginKey.Of(name) + "@")], ReadCredentials, ct);
        return found is [var only] ? only : null;
    }

    /// <summary>Null also where the user may not sign in any more: nothing is issued to them behind their back.</summary>
    public ValueTask<User?> FindActiveUserAsync(string id, CancellationToken ct) => _activeUsers.GetAsync(id, key =>
        database.FirstAsync("select document from users where id = @key and status = 'Active'", [("@key", key)], ReadUser, ct));

    static User ReadUser(DbDataReader row) => JsonSerializer.Deserialize(row.GetString(0), DirectoryJson.Default.User)!;

    /// <summary>The profile with the rest, so that looking for somebody is one statement whether there is such a user or not.</summary>
    static Credentials ReadCredentials(DbDataReader row) => new()
    {
        User = ReadUser(row),
        State = Enum.Parse<UserState>(row.GetString(1)),
        PasswordHash = row.GetString(2),
        FailedPasswords = row.GetInt32(3),
        PasswordChangedAt = row.GetInt64(4),
        PasswordHistory = row.GetString(5).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        LockedAt = row.GetInt64(6),
    };
}
