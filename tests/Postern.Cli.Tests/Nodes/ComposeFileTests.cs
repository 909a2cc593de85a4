using System.Text.Json;

namespace Postern.Cli.Tests.Nodes;

/// <summary>docs/deploy/compose.yaml and the image of docs/deploy/Dockerfile, run by Docker.</summary>
[Trait("Runs", "Last")]
public sealed class ComposeFileTests : IClassFixture<ComposedOrg>
{
    static readonly string[] Nodes = ["10.77.77.11:7777", "10.77.77.12:7777", "10.77.77.13:7777"];

    readonly ComposedOrg _org;

    public ComposeFileTests(ComposedOrg org)
    {
        Assert.SkipWhen(org.Missing is not null, org.Missing ?? "");
        _org = org;
    }

    [Fact]
    public async Task What_the_page_says_to_type_leads_to_three_healthy_nodes_of_one_org_behind_nginx()
    {
        // A node that another test has just restarted has not been asked yet.
        await Machine.UntilAsync("three healthy nodes", """
            [ "$(docker inspect -f '{{.State.Health.Status}}' deploy-node1-1 deploy-node2-1 deploy-node3-1 | sort -u)" = healthy ]
            """);
        var keys = await Task.WhenAll(Nodes.Select(node => Machine.ReadAsync($"curl -fsS http://{node}/oauth2/default/v1/keys")));

        _org.Said.ShouldContain("\"issuer\":\"http://localhost:8080/oauth2/default\"");
        keys.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_image_holds_the_command_alone_and_runs_as_nobody_of_importance()
    {
        (await Machine.ReadAsync("docker run --rm --entrypoint ls deploy-node1 /opt/postern")).ShouldBe("libe_sqlite3.so\npostern");
        (await Machine.ReadAsync("docker run --rm --entrypoint id deploy-node1 -u")).ShouldBe("10001");
        (await Machine.ReadAsync("docker run --rm deploy-node1 --version")).ShouldStartWith("0.");
    }

    [Fact]
    public async Task A_node_keeps_nothing_of_its_own_and_says_one_object_a_line()
    {
        var said = await Machine.ReadAsync("docker logs deploy-node1-1 2>&1");

        (await Machine.ReadAsync("docker volume ls --quiet")).ShouldBe("deploy_database");
        said.Split('\n').ShouldAllBe(line => JsonDocument.Parse(line).RootElement.ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public async Task The_rolling_restart_of_the_page_fails_nobody()
    {
        var said = await Machine.ReadAsync($$"""
            cd /team
            cp docs/deploy/compose/nodes.conf /tmp/before
            rm -f /tmp/done
            (until [ -e /tmp/done ]; do curl -sS -o /dev/null -w '%{http_code}\n' http://localhost:8080/oauth2/default/v1/keys; sleep 0.1; done |
              sort | uniq >/tmp/heard) &
            {{DeployPage.Commands("Compose")[1]}}
            touch /tmp/done
            wait
            cat /tmp/heard
            cmp docs/deploy/compose/nodes.conf /tmp/before
            """);

        said.ShouldBe(string.Concat(Nodes.Select(node => $"{node} is back.\n")) + "200");
    }

    [Fact]
    public async Task A_node_that_is_killed_is_started_again()
    {
        await Machine.ReadAsync("kill -KILL $(docker inspect -f '{{.State.Pid}}' deploy-node2-1)");
        await Machine.UntilAsync("another start", "[ $(docker inspect -f '{{.RestartCount}}' deploy-node2-1) = 1 ]");
        await Machine.UntilReadyAsync(Nodes[1]);
    }

    Machine Machine => _org.Machine;
}
