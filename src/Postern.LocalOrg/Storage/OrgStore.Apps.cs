using System.Text.Json;

namespace Postern.LocalOrg.Storage;

/// <summary>Apps that come, change and go while the org runs.</summary>
sealed partial class OrgStore
{
    public Task AddAppAsync(App app, CancellationToken ct)
    {
        var (sql, parameters) = Insert(app);
        return database.ExecuteAsync(sql, parameters, ct);
    }

    /// <summary>Whether it was still there.</summary>
    public Task<bool> ReplaceAppAsync(App app, CancellationToken ct) =>
        ChangeAppAsync(
            app.ClientId, "update apps set document = @document where client_id = @clientId",
            [("@document", JsonSerializer.Serialize(app, StorageJson.Default.App)), ("@clientId", app.ClientId)], ct);

    /// <summary>Whether it was still there. What was issued to it is of no use to anybody any more.</summary>
    public Task<bool> DeleteAppAsync(string clientId, CancellationToken ct) =>
        ChangeAppAsync(clientId, "delete from apps where client_id = @clientId", [("@clientId", clientId)], ct);

    async Task<bool> ChangeAppAsync(string clientId, string sql, (string, object?)[] parameters, CancellationToken ct)
    {
        try
        {
            return await database.ExecuteAsync(sql, parameters, ct) == 1;
        }
        finally
        {
            _apps.Forget(clientId);
        }
    }
}
