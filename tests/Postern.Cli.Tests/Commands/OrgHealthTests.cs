namespace Postern.Cli.Tests.Commands;

public class OrgHealthTests(TheOrg org)
{
    [Fact]
    public async Task An_org_that_can_serve_is_ready() =>
        (await Run.Postern("org", "health", "--org", org.Org.Url)).ShouldSucceed().Out.Trim().ShouldBe("ready");

    [Fact]
    public async Task One_that_cannot_says_why_and_exits_with_8()
    {
        using var draining = new ScriptedOrg().Json("/health/ready", """{"status":"draining"}""", "503 Service Unavailable");

        var said = await Run.Postern("org", "health", "--org", draining.Url);

        said.ExitCode.ShouldBe(8);
        said.Out.Trim().ShouldBe("draining");
    }

    [Fact]
    public async Task Nobody_there_is_a_network_error() =>
        (await Run.Postern("org", "health", "--org", "http://127.0.0.1:9")).ShouldFail(7, "127.0.0.1:9");

    [Fact]
    public async Task What_is_no_org_is_told_apart()
    {
        using var other = new ScriptedOrg().Html("/health/ready", "<h1>Hello</h1>");

        (await Run.Postern("org", "health", "--org", other.Url)).ShouldFail(2, "is no local org");
    }
}
