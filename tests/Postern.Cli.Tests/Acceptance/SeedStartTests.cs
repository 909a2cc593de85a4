using System.Text.Json;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>An org of a seed file as a server of its own, as a team meets it.</summary>
[Trait("Runs", "Last")]
public sealed class SeedStartTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postern-seed");

    [Fact]
    public async Task What_was_made_is_told_when_the_org_is_made_and_never_again()
    {
        var seed = Path.Combine(_folder.FullName, "org.yaml");
        await File.WriteAllTextAsync(
            seed,
            """
            users: [ada@example.com, eve@example.com file:eve.txt]
            apps: [web http://localhost:3000/callback]
            servers: [default]
            apiTokens: [~]
            """,
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "eve.txt"), "Eve-1234567\n", TestContext.Current.CancellationToken);

        var first = await ReadyAsync(seed);
        var again = await ReadyAsync(seed);

        var made = first.GetProperty("made").EnumerateArray().Select(secret => secret.GetProperty("path").GetString()!).ToList();
        made.ShouldBe(["users[0].password", "apps[0].clientSecret", "apiTokens[0]"], ignoreOrder: true);
        first.GetProperty("users")[0].GetProperty("password").GetString()!.Length.ShouldBe(20);
        first.GetProperty("users")[1].GetProperty("password").GetString().ShouldBe("file:eve.txt");
        again.GetProperty("made").GetArrayLength().ShouldBe(0);
        again.GetProperty("users")[0].GetProperty("password").GetString().ShouldBe("");
        again.GetProperty("apps")[0].GetProperty("clientSecret").GetString().ShouldBe("");
    }

    [Fact]
    public async Task A_user_of_the_orders_sample_gets_a_token_with_the_group_in_a_claim()
    {
        using var org = Command.Start("org", "start", "--port", "0", "--output", "json", "--seed", Sample("orders.yaml"));
        var ready = JsonDocument.Parse((await org.LineAsync())!).RootElement;

        var said = await new Run().With("PASSWORD", "Ada-buys-7-books").PosternAsync(
            "token", "--issuer", ready.GetProperty("issuers")[1].GetString()!, "--client-id", "0oa1ordersShop000005",
            "--redirect-uri", "http://localhost:3000/callback", "--username", "ada@example.com", "--password", "env:PASSWORD",
            "--scopes", "openid orders:read", "--output", "claims", "--token", "access");
        org.Signal("TERM");
        (await org.EndAsync()).ShouldSucceed();

        said.ShouldSucceed().Json.GetProperty("groups").EnumerateArray().Select(group => group.GetString())
            .ShouldBe(["Customers", "Everyone"], ignoreOrder: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    async Task<JsonElement> ReadyAsync(string seed)
    {
        var data = Path.Combine(_folder.FullName, "org.db");
        using var org = Command.Start("org", "start", "--port", "0", "--output", "json", "--seed", seed, "--data", data);
        var ready = JsonDocument.Parse((await org.LineAsync())!).RootElement;
        org.Signal("TERM");
        (await org.EndAsync()).ExitCode.ShouldBe(0);
        return ready;
    }

    static string Sample(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Postern.slnx")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "samples", "seeds", file);
    }
}
