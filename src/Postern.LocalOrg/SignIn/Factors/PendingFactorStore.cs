using System.Data.Common;
using System.Text.Json;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>
/// Factors that were enrolled by a call of an admin's and have not proved themselves yet, and what factors were asked outside of a sign-in.
/// </summary>
sealed class PendingFactorStore(OrgStore store)
{
    const string Changing = "update pending_factors set document = @document, version = version + 1 where id = @id and version = @version";

    public void Add(Work work, string userId, PendingFactor pending) => work.Write(
        "insert into pending_factors (id, user_id, version, document) values (@id, @userId, 0, @document)",
        [("@id", pending.Factor.Id), ("@userId", userId), ("@document", Document(pending))]);

    public Task<KeptPendingFactor?> FindAsync(string userId, string id, CancellationToken ct) => store.Database.FirstAsync(
        "select document, version from pending_factors where id = @id and user_id = @userId", [("@id", id), ("@userId", userId)], Read, ct);

    public Task<List<KeptPendingFactor>> AllOfAsync(string userId, CancellationToken ct) => store.Database.AllAsync(
        "select document, version from pending_factors where user_id = @userId order by id", [("@userId", userId)], Read, ct);

    /// <summary>Where it is still as it was read: of those who change it at once one does.</summary>
    public void Change(Work work, KeptPendingFactor before, PendingFactor after) => work.Change(Changing, Columns(before, after));

    /// <summary>The same of a call that is refused, and remembered: wrong answers at once are counted one by one.</summary>
    public void SpendAttempt(Work work, KeptPendingFactor before, PendingFactor after) => work.Spend(Changing, Columns(before, after));

    /// <summary>Where it is still as it was read: of those who activate or remove it at once one does.</summary>
    public void End(Work work, KeptPendingFactor before) => work.Change(
        "delete from pending_factors where id = @id and version = @version",
        [("@id", before.Pending.Factor.Id), ("@version", before.Version)]);

    /// <summary>What a factor, or a transaction of its own, must answer. A newer one takes the older one's place.</summary>
    public void Ask(Work work, string id, Factor factor, string userId, Challenge challenge, DateTimeOffset until) => work.Write(
        """
        insert into factor_challenges (id, factor_id, user_id, document, expires_at) values (@id, @factorId, @userId, @document, @until)
        on conflict (id) do update set document = @document, expires_at = @until
        """,
        [
            ("@id", id), ("@factorId", factor.Id), ("@userId", userId),
            ("@document", JsonSerializer.Serialize(challenge, SignInJson.Default.Challenge)), ("@until", until.ToUnixTimeSeconds()),
        ]);

    public Task<Challenge?> FindChallengeAsync(string id, string factorId, CancellationToken ct) => store.Database.FirstAsync(
        "select document from factor_challenges where id = @id and factor_id = @factorId and expires_at > @now",
        [("@id", id), ("@factorId", factorId), ("@now", store.Now)],
        row => JsonSerializer.Deserialize(row.GetString(0), SignInJson.Default.Challenge)!,
        ct);

    /// <summary>Once: of those who answer it at once one has done so.</summary>
    public void SpendChallenge(Work work, string id) => work.Spend("delete from factor_challenges where id = @id", [("@id", id)]);

    /// <summary>Be there any or none.</summary>
    public void ForgetChallenges(Work work, string factorId) =>
        work.Write("delete from factor_challenges where factor_id = @factorId", [("@factorId", factorId)]);

    /// <summary>All that has not proved itself, and all that waits for an answer.</summary>
    public void ForgetAllOf(Work work, string userId)
    {
        work.Write("delete from pending_factors where user_id = @userId", [("@userId", userId)]);
        work.Write("delete from factor_challenges where user_id = @userId", [("@userId", userId)]);
    }

    static (string, object?)[] Columns(KeptPendingFactor before, PendingFactor after) =>
        [("@document", Document(after)), ("@id", before.Pending.Factor.Id), ("@version", before.Version)];

    static string Document(PendingFactor pending) => JsonSerializer.Serialize(pending, SignInJson.Default.PendingFactor);

    static KeptPendingFactor Read(DbDataReader row) =>
        new(JsonSerializer.Deserialize(row.GetString(0), SignInJson.Default.PendingFactor)!, row.GetInt64(1));
}

/// <summary>A factor that has not proved itself yet, and what it was asked.</summary>
sealed record PendingFactor
{
    /// <summary>authn.md 7.2: so many wrong answers within five minutes.</summary>
    const int MostAttempts = 5, Window = 300;

    public required Factor Factor { get; init; }
    public Challenge? Challenge { get; init; }

    /// <summary>Wrong answers since the first of them.</summary>
    public int Attempts { get; init; }

    /// <summary>Seconds since the epoch.</summary>
    public long FirstAttemptAt { get; init; }

    public bool IsTriedTooOften(long now) => Attempts >= MostAttempts && now < FirstAttemptAt + Window;

    /// <summary>With one more.</summary>
    public PendingFactor Counted(long now) => now < FirstAttemptAt + Window
        ? this with { Attempts = Attempts + 1 }
        : this with { Attempts = 1, FirstAttemptAt = now };

    public override string ToString() => Factor.ToString();
}

/// <summary>With the count of its changes.</summary>
sealed record KeptPendingFactor(PendingFactor Pending, long Version);
