using System.Text.Json;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>Factors, what they have spent, pushes, QR codes, and devices that need no factor.</summary>
sealed class FactorStore(OrgStore store)
{
    public Task<List<Factor>> FactorsOfAsync(string userId, CancellationToken ct) =>
        store.Database.AllAsync(
            "select document from factors where user_id = @userId order by id", [("@userId", userId)],
            row => JsonSerializer.Deserialize(row.GetString(0), SignInJson.Default.Factor)!, ct);

    public async ValueTask<List<Factor>> FactorsOfAsync(Credentials credentials, CancellationToken ct) =>
        credentials.Enrolled ?? await FactorsOfAsync(credentials.User.Id, ct);

    /// <summary>Of the users whose ids are greater than the one and not greater than the other.</summary>
    public Task<List<(string UserId, Factor Factor)>> FactorsBetweenAsync(string after, string last, CancellationToken ct) =>
        store.Database.AllAsync(
            "select user_id, document from factors where user_id > @after and user_id <= @last order by id",
            [("@after", after), ("@last", last)],
            row => (row.GetString(0), JsonSerializer.Deserialize(row.GetString(1), SignInJson.Default.Factor)!), ct);

    /// <summary>Enrolled twice at once is enrolled once.</summary>
    public void AddFactor(Work work, string userId, Factor factor)
    {
        var (sql, parameters) = Insert(userId, factor);
        work.Write(sql + " on conflict (id) do nothing", parameters);
    }

    /// <summary>
    /// Where the user has none that was not seen: of those who enrol one of a kind at once one does, and the others look again.
    /// </summary>
    public void AddFactorBeside(Work work, string userId, Factor factor, IReadOnlyList<Factor> seen)
    {
        // On PostgreSQL whoever else enrols for the user waits here until this work is done.
        work.Write("update users set version = version where id = @userId", [("@userId", userId)]);
        var ids = seen.Select((other, number) => (Name: $"@seen{number}", Value: (object?)other.Id)).ToList();
        var others = ids.Count == 0 ? "" : $" and id not in ({string.Join(", ", ids.Select(id => id.Name))})";
        work.Change(
            "insert into factors (id, user_id, document) select @id, @userId, @document where not exists "
                + $"(select 1 from factors where user_id = @userId{others})",
            [
                ("@id", factor.Id), ("@userId", userId), ("@document", JsonSerializer.Serialize(factor, SignInJson.Default.Factor)),
                .. ids,
            ]);
    }

    public void ChangeFactor(Work work, Factor factor) =>
        work.Write(
            "update factors set document = @document where id = @id",
            [("@id", factor.Id), ("@document", JsonSerializer.Serialize(factor, SignInJson.Default.Factor))]);

    /// <summary>Where it is still there: of those who remove it at once one does.</summary>
    public void RemoveFound(Work work, Factor factor) => work.Change("delete from factors where id = @id", [("@id", factor.Id)]);

    public void RemoveFactor(Work work, string id) => work.Write("delete from factors where id = @id", [("@id", id)]);

    /// <summary>Whether this is the passcode's first use. It is spent with the work then.</summary>
    public async Task<bool> SpendPasscodeAsync(Work work, string factorId, string passcode, DateTimeOffset until, CancellationToken ct)
    {
        var hash = Secrets.Hash(factorId + '\n' + passcode);
        if (
            await store.Database.FirstAsync(
                "select hash from spent_passcodes where hash = @hash", [("@hash", hash)], row => row.GetString(0), ct) is not null)
            return false;

        work.Spend(
            "insert into spent_passcodes (hash, expires_at) values (@hash, @expiresAt) on conflict (hash) do nothing",
            [("@hash", hash), ("@expiresAt", until.ToUnixTimeSeconds())]);
        return true;
    }

    public void AddPush(Work work, string id, int? correctAnswer, DateTimeOffset expiresAt) => work.Write(
        "insert into pushes (id, decision, correct_answer, expires_at) values (@id, 'WAITING', @correctAnswer, @expiresAt)",
        [("@id", id), ("@correctAnswer", correctAnswer), ("@expiresAt", expiresAt.ToUnixTimeSeconds())]);

    /// <summary>As <c>factorResult</c> has it; a push that nobody answered in time is gone.</summary>
    public Task<string?> PushDecisionAsync(string id, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select decision from pushes where id = @id and expires_at > @now",
            [("@id", id), ("@now", store.Now)],
            row => row.GetString(0),
            ct);

    /// <summary>Whether it was still waiting: the first answer counts. A wrong number rejects; none is taken for the right one.</summary>
    public async Task<bool> DecidePushAsync(string id, bool approves, int? number, CancellationToken ct) =>
        await store.Database.ExecuteAsync(
            """
            update pushes
            set decision = case when @approves = 1 and (correct_answer is null or @number = -1 or correct_answer = @number) then 'SUCCESS' else 'REJECTED' end
            where id = @id and decision = 'WAITING' and expires_at > @now
            """,
            [("@id", id), ("@approves", approves ? 1 : 0), ("@number", number ?? -1), ("@now", store.Now)],
            ct) == 1;

    /// <summary>Nobody is asked any more.</summary>
    public void WithdrawPush(Work work, string id) => work.Write("delete from pushes where id = @id", [("@id", id)]);

    public void RememberDevice(Work work, string userId, string device, DateTimeOffset until) => work.Write(
        "insert into remembered_devices (hash, expires_at, user_id) values (@hash, @expiresAt, @userId) on conflict (hash) do update set " +
        "expires_at = @expiresAt, user_id = @userId",
        [("@hash", Secrets.Hash(userId + '\n' + device)), ("@expiresAt", until.ToUnixTimeSeconds()), ("@userId", userId)]);

    /// <summary>Every device is asked for a factor again, and counts as new.</summary>
    public void ForgetDevices(Work work, string userId) =>
        work.Write("delete from remembered_devices where user_id = @userId", [("@userId", userId)]);

    public async Task<bool> IsDeviceRememberedAsync(string userId, string device, CancellationToken ct) =>
        await store.Database.FirstAsync(
            "select hash from remembered_devices where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(userId + '\n' + device)), ("@now", store.Now)], row => row.GetString(0), ct) is not null;

    public void AddQrCode(Work work, string token, string uri, DateTimeOffset expiresAt) => work.Write(
        "insert into qr_codes (hash, uri, expires_at) values (@hash, @uri, @expiresAt)",
        [("@hash", Secrets.Hash(token)), ("@uri", uri), ("@expiresAt", expiresAt.ToUnixTimeSeconds())]);

    public Task<string?> FindQrCodeAsync(string token, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select uri from qr_codes where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(token)), ("@now", store.Now)],
            row => row.GetString(0),
            ct);

    static (string, (string, object?)[]) Insert(string userId, Factor factor) =>
        ("insert into factors (id, user_id, document) values (@id, @userId, @document)",
         [("@id", factor.Id), ("@userId", userId), ("@document", JsonSerializer.Serialize(factor, SignInJson.Default.Factor))]);
}
