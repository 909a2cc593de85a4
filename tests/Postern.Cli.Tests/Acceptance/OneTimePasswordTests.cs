using System.Security.Cryptography;
using Postern.LocalOrg;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>One user's one-time passwords, used by several processes of the command at once.</summary>
[Trait("Runs", "Last")]
public sealed class OneTimePasswordTests : IDisposable
{
    readonly string _data = Directory.CreateTempSubdirectory("postern-").FullName;
    readonly string _seed = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Two_processes_at_once_take_two_of_them()
    {
        await using var org = await LocalOrg.LocalOrg.StartAsync(new() { Seed = Seed() }, Ct);
        using var one = SignIn(org.Url);
        using var other = SignIn(org.Url);

        string[] said = [.. await Task.WhenAll(UntilItEndsOrWaitsAsync(one), UntilItEndsOrWaitsAsync(other))];

        said.ShouldContain(lines => lines.Contains("\"session_token\":", StringComparison.Ordinal));
        said.ShouldAllBe(lines => !lines.Contains("E0000082", StringComparison.Ordinal));
        var kept = Directory.GetFiles(Path.Combine(_data, "postern", "totp")).ShouldHaveSingleItem();
        (await File.ReadAllLinesAsync(kept, Ct)).Distinct().Count().ShouldBe(2);
        kept.ShouldNotContain(_seed, Case.Insensitive);
    }

    OrgSeed Seed() => OrgSeed.Default with
    {
        Users = [.. OrgSeed.Default.Users.Select(user => user.TotpSecret is null ? user : user with { TotpSecret = _seed })],
    };

    Command SignIn(string org) => Command.Shell(
        $"XDG_DATA_HOME={_data} SEED={_seed} exec postern authn -v --org {org} --username max@example.com --password env:PASSWORD " +
        "--totp-secret env:SEED 2>&1");

    // Whoever comes second in a half minute waits for the next one, which need not be awaited here.
    static async Task<string> UntilItEndsOrWaitsAsync(Command command)
    {
        var said = "";
        while (await command.LineAsync() is { } line && !said.Contains("has been used: waiting", StringComparison.Ordinal))
            said += line + "\n";

        return said;
    }
}
