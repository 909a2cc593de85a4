using System.Globalization;
using System.Text.Json;

namespace Postern.Cli.Tests.Nodes;

/// <summary>docs/deploy/postern@.service, run by systemd.</summary>
[Trait("Runs", "Last")]
public sealed class UnitFileTests : IClassFixture<OrgOnSystemd>
{
    readonly OrgOnSystemd _org;

    public UnitFileTests(OrgOnSystemd org)
    {
        Assert.SkipWhen(org.Missing is not null, org.Missing ?? "");
        _org = org;
    }

    [Fact]
    public async Task What_the_page_says_to_type_leads_to_two_nodes_of_one_org_behind_nginx()
    {
        var discovery = await Machine.ReadAsync("""
            curl -fsS --cacert /etc/test/certificate.pem https://okta.example.test/oauth2/default/.well-known/openid-configuration
            """);
        var keys = await Task.WhenAll(KeysAsync(7777), KeysAsync(7778));
        var token = await Machine.ReadAsync($"""
            PASSWORD={TheOrg.Password} postern token --no-cache --issuer https://okta.example.test/oauth2/default \
              --client-id 0oa1posternSpa000005 --redirect-uri http://localhost:8080/callback \
              --username ada@example.com --password env:PASSWORD
            """);

        discovery.ShouldContain("\"issuer\":\"https://okta.example.test/oauth2/default\"");
        keys[0].ShouldBe(keys[1]);
        JsonDocument.Parse(token).RootElement.GetProperty("access_token").GetString().ShouldNotBeNullOrEmpty();
        (await Machine.ReadAsync("systemctl is-enabled postern@7777 postern@7778")).ShouldBe("enabled\nenabled");
    }

    [Fact]
    public async Task A_node_is_nobody_of_importance_and_changes_nothing_outside_of_itself()
    {
        var process = await _org.PropertyAsync("postern@7777", "MainPID");

        var status = await Machine.ReadAsync($"cat /proc/{process}/status");
        var user = status.Split('\n').Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
        var written = await Machine.ReadAsync($$"""
            nsenter --mount --target {{process}} -- setpriv --reuid {{user}} --regid {{user}} --clear-groups sh -c '
              for file in /written /etc/written /usr/local/bin/written /var/lib/written /run/written /sys/fs/cgroup/written; do
                if touch $file; then echo $file; fi
              done
              cat /etc/postern/database-password /proc/1/environ
              ls /home/*' 2>/dev/null || true
            """);
        var stranger = await Machine.RunAsync(
            "setpriv --reuid 1 --regid 1 --clear-groups cat /run/credentials/postern@7777.service/control-key");

        user.ShouldNotBe("0");
        status.ShouldMatch(@"\nCapEff:\t0{16}\nCapBnd:\t0{16}\n");
        status.ShouldContain("\nNoNewPrivs:\t1\n");
        status.ShouldContain("\nSeccomp:\t2\n");
        written.ShouldBe("");
        (stranger.Out, stranger.ExitCode).ShouldBe(("", 1));
    }

    [Fact]
    public async Task The_journal_has_one_object_a_line_and_no_secret()
    {
        await Machine.RunAsync("""
            curl -sS --cacert /etc/test/certificate.pem https://okta.example.test/api/v1/authn \
              -H 'Content-Type: application/json' -d '{"username":"ada@example.com","password":"not-hers-at-all"}'
            """);

        var journal = await Machine.ReadAsync("journalctl --sync; journalctl --identifier postern --output cat");
        var all = await Machine.ReadAsync("journalctl");
        var key = await Machine.ReadAsync("cat /etc/postern/control-key");

        journal.Split('\n').Select(line => JsonDocument.Parse(line).RootElement)
            .Any(line => line.TryGetProperty("endpoint", out var endpoint) && endpoint.GetString() == "/api/v1/authn").ShouldBeTrue();
        foreach (var secret in (string[])[key, OrgOnSystemd.DatabasePassword, TheOrg.Password, "not-hers-at-all", "/_postern/console/open"])
            all.Contains(secret, StringComparison.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task The_rolling_restart_of_the_page_drains_each_node_and_fails_nobody()
    {
        var said = await Machine.ReadAsync($$"""
            ask() { curl -sS --cacert /etc/test/certificate.pem -o /dev/null -w '%{http_code}\n' https://okta.example.test/oauth2/default/v1/keys; }
            rm -f /tmp/done
            (until [ -e /tmp/done ]; do ask; sleep 0.1; done | sort | uniq >/tmp/heard) &
            {{DeployPage.Commands("Stopping, restarting, upgrading")[0]}}
            touch /tmp/done
            wait
            cat /tmp/heard
            """);

        said.ShouldBe("10.0.0.11:7777 is back.\n10.0.0.11:7778 is back.\n200");
        foreach (var unit in (string[])["postern@7777", "postern@7778"])
        {
            (await _org.PropertyAsync(unit, "Result")).ShouldBe("success");
            var took = await StampAsync(unit, "InactiveEnter") - await StampAsync(unit, "ActiveExit");
            took.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task A_node_that_is_killed_is_started_again()
    {
        var before = await _org.PropertyAsync("postern@7778", "NRestarts");
        var keys = await KeysAsync(7778);

        await Machine.ReadAsync("systemctl kill --signal KILL postern@7778");
        await Machine.UntilAsync("another start", $"[ $(systemctl show --property NRestarts --value postern@7778) != {before} ]");
        await Machine.UntilReadyAsync("10.0.0.11:7778");

        (await KeysAsync(7778)).ShouldBe(keys);
        (await _org.PropertyAsync("postern@7778", "NRestarts")).ShouldBe($"{int.Parse(before, CultureInfo.InvariantCulture) + 1}");
    }

    [Fact]
    public async Task A_node_whose_database_a_newer_version_has_taken_stays_down_and_says_why()
    {
        var before = await _org.PropertyAsync("postern@7777", "NRestarts");
        await _org.QueryAsync("postern", "update shared_state set value = value + 1 where name in ('schema', 'oldest_schema')");
        try
        {
            await Machine.RunAsync("curl -sS http://10.0.0.11:7777/oauth2/default/v1/keys");
            await Machine.UntilAsync("its end", "systemctl is-failed postern@7777");

            (await _org.PropertyAsync("postern@7777", "ExecMainStatus")).ShouldBe("2");
            (await _org.PropertyAsync("postern@7777", "NRestarts")).ShouldBe(before);
            (await Machine.ReadAsync("journalctl --sync; journalctl --unit postern@7777 --identifier postern --output cat"))
                .ShouldContain("A newer Postern has brought the database to schema version ");
        }
        finally
        {
            await _org.QueryAsync("postern", "update shared_state set value = value - 1 where name in ('schema', 'oldest_schema')");
            await Machine.ReadAsync("systemctl reset-failed 'postern@*'; systemctl start postern@7777 postern@7778");
            foreach (var port in (int[])[7777, 7778])
                await Machine.UntilReadyAsync($"10.0.0.11:{port}");
        }
    }

    Machine Machine => _org.Machine;

    Task<string> KeysAsync(int port) => Machine.ReadAsync($"curl -fsS http://10.0.0.11:{port}/oauth2/default/v1/keys");

    /// <summary>When systemd has seen it, by the machine's steady clock.</summary>
    async Task<TimeSpan> StampAsync(string unit, string what) => TimeSpan.FromMicroseconds(
        long.Parse(await _org.PropertyAsync(unit, what + "TimestampMonotonic"), CultureInfo.InvariantCulture));
}
