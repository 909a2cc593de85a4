using System.Text.Json;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Storage;

/// <summary>Factors, what they have spent, pushes, and devices that need none.</summary>
sealed partial class OrgStore
{
    public Task<List<Factor>> FactorsOfAsync(string userId, CancellationToken ct) =>
        database.AllAsync(
            "select document from factors where user_id = @userId order by id", [("@userId", userId)],
            row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.Factor)!, ct);

    /// <summary>Enrolled twice at once is enrolled once.</summary>
    public Task AddFactorAsync(string userId, Factor factor, CancellationToken ct)
    {
        var (sql, parameters) = Insert(userId, factor);
        return database.ExecuteAsync(sql + " on conflict (id) do nothing", parameters, ct);
    }

    public Task ChangeFactorAsync(Factor factor, CancellationToken ct) =>
        database.ExecuteAsync("update factors set document = @document where id = @id", [("@id", factor.Id), ("@document", JsonSerializer.Serialize(factor, StorageJson.Default.Factor))], ct);

    public Task RemoveFactorAsync(string id, CancellationToken ct) => database.ExecuteAsync("delete from factors where id = @id", [("@id", id)], ct);

    /// <summary>Whether this is the passcode's first use.</summary>
    public async Task<bool> SpendPasscodeAsync(string factorId, string passcode, DateTimeOffset until, CancellationToken ct) =>
        await database.ExecuteAsync(
            "insert into spent_passcodes (hash, expires_at) values (@hash, @expiresAt) on conflict (hash) do nothing",
            [("@hash", Secrets.Hash(factorId + '\n' + passcode)), ("@expiresAt", until.ToUnixTimeSeconds())],
            ct) == 1;

    public Task AddPushAsync(string id, int? correctAnswer, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into pushes (id, decision, correct_answer, expires_at) values (@id, 'WAITING', @correctAnswer, @expiresAt)",
            [("@id", id), ("@correctAnswer", correctAnswer), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
            ct);

    /// <summary>As <c>factorResult</c> has it; a push that nobody answered in time is gone.</summary>
    public Task<string?> PushDecisionAsync(string id, CancellationToken ct) =>
        database.FirstAsync("select decision from pushes where id = @id and expires_at > @now", [("@id", id), ("@now", Now)], row => row.GetString(0), ct);

    /// <summary>Whether it was still waiting: the first answer counts. A wrong number rejects; none is taken for the right one.</summary>
    public async Task<bool> DecidePushAsync(string id, bool approves, int? number, CancellationToken ct) =>
        await database.ExecuteAsync(
            """
            update pushes
            set decision = case when @approves = 1 and (correct_answer is null or @number = -1 or correct_answer = @number) then 'SUCCESS' else 'REJECTED' end
            where id = @id and decision = 'WAITING' and expires_at > @now
            """,
            [("@id", id), ("@approves", approves ? 1 : 0), ("@number", number ?? -1), ("@now", Now)],
            ct) == 1;

    public Task RememberDeviceAsync(string userId, string device, DateTimeOffset until, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into remembered_devices (hash, expires_at) values (@hash, @expiresAt) on conflict (hash) do update set expires_at = @expiresAt",
            [("@hash", Secrets.Hash(userId + '\n' + device)), ("@expiresAt", until.ToUnixTimeSeconds())],
            ct);

    public async Task<bool> IsDeviceRememberedAsync(string userId, string device, CancellationToken ct) =>
        await database.FirstAsync(
            "select hash from remembered_devices where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(userId + '\n' + device)), ("@now", Now)], row => row.GetString(0), ct) is not null;

    public Task AddQrCodeAsync(string token, string uri, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into qr_codes (hash, uri, expires_at) values (@hash, @uri, @expiresAt)",
            [("@hash", Secrets.Hash(token)), ("@uri", uri), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
            ct);

    public Task<string?> FindQrCodeAsync(string token, CancellationToken ct) =>
        database.FirstAsync("select uri from qr_codes where hash = @hash and expires_at > @now", [("@hash", Secrets.Hash(token)), ("@now", Now)], row => row.GetString(0), ct);

    static (string, (string, object?)[]) Insert(string userId, Factor factor) =>
        ("insert into factors (id, user_id, document) values (@id, @userId, @document)",
         [("@id", factor.Id), ("@userId", userId), ("@document", JsonSerializer.Serialize(factor, StorageJson.Default.Factor))]);
}
