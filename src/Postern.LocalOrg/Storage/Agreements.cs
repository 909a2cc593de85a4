namespace Postern.LocalOrg.Storage;

/// <summary>
/// What all processes of an org must be started with alike, and none can see of another: the first one writes it down, and the others are
/// held to it.
/// </summary>
sealed class Agreements(Database database)
{
    const string Agree =
        """
        insert into agreements (name, value) values (@name, @value)
        on conflict (name) do update set value = agreements.value
        returning value
        """;

    const string Change =
        """
        insert into agreements (name, value) values (@name, @value)
        on conflict (name) do update set value = @value
        """;

    /// <summary>What has been agreed on: this, where nobody was before.</summary>
    public async Task<string> AgreeAsync(string name, string value, CancellationToken ct) =>
        (await database.FirstAsync(Agree, [("@name", name), ("@value", value)], row => row.GetString(0), ct))!;

    public Task ChangeAsync(string name, string value, CancellationToken ct) =>
        database.ExecuteAsync(Change, [("@name", name), ("@value", value)], ct);

    /// <summary>Null where nobody has said any.</summary>
    public Task<string?> FindAsync(string name, CancellationToken ct) =>
        database.FirstAsync("select value from agreements where name = @name", [("@name", name)], row => row.GetString(0), ct);
}
