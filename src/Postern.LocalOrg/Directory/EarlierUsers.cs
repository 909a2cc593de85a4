using System.Data.Common;
using System.Text.Json;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// Makes up for what earlier versions did not write beside users: what they are looked for by, their groups, and the type they are of.
/// </summary>
sealed class EarlierUsers(OrgStore store, OrgDirectory directory)
{
    const int Page = 500;

    readonly UserIndex _index = new(store);

    public async Task BringUpToDateAsync(CancellationToken ct)
    {
        await store.InOneWorkAsync(work => AddTypeAsync(work, ct), ct);
        Dictionary<string, ProfileAttribute> found = new(StringComparer.Ordinal);
        for (var isMore = true; isMore;)
            await store.InOneWorkAsync(async work => isMore = await IndexAsync(work, found, ct), ct);
        if (found.Count > 0)
            await store.InOneWorkAsync(work => AddAttributesAsync(work, found, ct), ct);
    }

    async Task AddAttributesAsync(Work work, Dictionary<string, ProfileAttribute> found, CancellationToken ct)
    {
        if (await directory.UserTypes.FindToChangeAsync(UserType.DefaultId, ct) is not { } type)
            return;

        var names = type.Document.Custom.Select(attribute => attribute.Name).ToHashSet(StringComparer.Ordinal);
        directory.UserTypes.Change(
            work, type,
            type.Document with { Custom = [.. type.Document.Custom, .. found.Values.Where(attribute => !names.Contains(attribute.Name))] });
    }

    async Task AddTypeAsync(Work work, CancellationToken ct)
    {
        if (await directory.Settings.AllAsync(ct) is [var org, ..]
            && await directory.UserTypes.FindToChangeAsync(UserType.DefaultId, ct) is null)
            directory.UserTypes.AddIfFree(work, UserType.Default(org.CreatedAt));
    }

    /// <summary>Whether there were any.</summary>
    async Task<bool> IndexAsync(Work work, Dictionary<string, ProfileAttribute> found, CancellationToken ct)
    {
        var users = await store.Database.AllAsync(
            "select document, status from users where indexed = 0 order by id limit @most", [("@most", Page)], Read, ct);
        foreach (var (user, status) in users)
        {
            work.Change(
                """
                update users set indexed = 1, created_at = @created, last_updated_at = @updated, status_changed_at = @created, activated_at = @activated
                where id = @id and indexed = 0
                """,
                [
                    ("@created", user.CreatedAt), ("@updated", Math.Max(user.LastUpdatedAt, user.CreatedAt)),
                    ("@activated", status is "Staged" ? 0L : user.CreatedAt), ("@id", user.Id),
                ]);
            _index.Write(work, null, user);
            foreach (var attribute in FoundAttributes.Of([UserProfile.Of(user)]))
                found.TryAdd(attribute.Name, attribute);
        }

        return users.Count > 0;
    }

    static (User User, string Status) Read(DbDataReader row) =>
        (JsonSerializer.Deserialize(row.GetString(0), DirectoryJson.Default.User)!, row.GetString(1));
}
