using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Postern.LocalOrg.Storage;

/// <summary>Users, apps and authorization servers.</summary>
sealed partial class OrgStore
{
    const string CredentialsColumns = "document, status, password_hash, failed_passwords, password_changed_at, password_history, locked_at";

    readonly DocumentCache<User> _users = new(database.IsOurs, StorageJson.Default.User);
    readonly DocumentCache<User> _activeUsers = new(database.IsOurs, StorageJson.Default.User);
    readonly Remembered<Credentials> _credentials = new(database.IsOurs);
    readonly DocumentCache<App> _apps = new(database.IsOurs, StorageJson.Default.App);
    readonly DocumentCache<SeedAuthorizationServer> _servers = new(database.IsOurs, StorageJson.Default.SeedAuthorizationServer);

    public async Task<Credentials?> FindCredentialsAsync(string login, CancellationToken ct)
    {
        var key = LoginKey(login);
        return _credentials.Find(key) ?? await _credentials.RememberAsync(key, () =>
            database.FirstAsync($"select {CredentialsColumns} from users where login = @login", [("@login", key)], ReadCredentials, ct));
    }

    /// <summary>The short name before the <c>@</c> will do where only one user has it: authn.md 3.1.</summary>
    public async Task<Credentials?> FindCredentialsByShortNameAsync(string name, CancellationToken ct)
    {
        // Spelt as the index spells it: what is left of a login when all but @ is stripped from its end.
        var found = await database.AllAsync(
            $"select {CredentialsColumns} from users where rtrim(login, replace(login, '@', '')) = @shortName limit 2", [("@shortName", LoginKey(name) + "@")], ReadCredentials, ct);
        return found is [var only] ? only : null;
    }

    public ValueTask<User?> FindUserAsync(string id, CancellationToken ct) =>
        _users.GetAsync(id, key => DocumentAsync("select document from users where id = @key", key, ct));

    /// <summary>Null also where the user may not sign in any more: nothing is issued to them behind their back.</summary>
    public ValueTask<User?> FindActiveUserAsync(string id, CancellationToken ct) =>
        _activeUsers.GetAsync(id, key => DocumentAsync("select document from users where id = @key and status = 'Active'", key, ct));

    public ValueTask<App?> FindAppAsync(string clientId, CancellationToken ct) =>
        _apps.GetAsync(clientId, key => DocumentAsync("select document from apps where client_id = @key", key, ct));

    public Task<List<App>> AllAppsAsync(CancellationToken ct) =>
        database.AllAsync("select document from apps", [], row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.App)!, ct);

    public ValueTask<SeedAuthorizationServer?> FindAuthorizationServerAsync(string id, CancellationToken ct) =>
        _servers.GetAsync(id, key => DocumentAsync("select document from authorization_servers where id = @key", key, ct));

    /// <summary>Whether a custom authorization server issues tokens for it.</summary>
    public async Task<bool> IsAudienceAsync(string audience, CancellationToken ct)
    {
        var audiences = await database.AllAsync(
            "select document from authorization_servers", [], row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.SeedAuthorizationServer)!.Audience, ct);
        return audiences.Contains(audience);
    }

    Task<string?> DocumentAsync(string sql, string key, CancellationToken ct) =>
        database.FirstAsync(sql, [("@key", key)], row => row.GetString(0), ct);

    /// <summary>The profile with the rest, so that looking for somebody is one statement whether there is such a user or not.</summary>
    static Credentials ReadCredentials(DbDataReader row) => new()
    {
        User = JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.User)!, State = Enum.Parse<UserState>(row.GetString(1)), PasswordHash = row.GetString(2),
        FailedPasswords = row.GetInt32(3), PasswordChangedAt = row.GetInt64(4), PasswordHistory = row.GetString(5).Split('\n', StringSplitOptions.RemoveEmptyEntries), LockedAt = row.GetInt64(6),
    };

    /// <summary>Logins are matched without regard to case and diacritics: authn.md 3.1.</summary>
    static string LoginKey(string login)
    {
        if (Ascii.IsValid(login))
            return login.ToLowerInvariant();

        // Half a surrogate pair cannot be normalised: it becomes U+FFFD, which no login has.
        var whole = string.Concat(login.EnumerateRunes());
        var key = new StringBuilder(whole.Length);
        foreach (var c in whole.Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
                key.Append(char.ToLowerInvariant(c));
        return key.ToString();
    }
}
