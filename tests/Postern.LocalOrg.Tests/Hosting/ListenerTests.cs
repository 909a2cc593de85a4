using System.Net;
using System.Net.Sockets;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>An org that listens at several addresses.</summary>
public sealed class ListenerTests
{
    [Fact]
    public async Task Addresses_that_ask_for_any_free_port_share_one()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var org = await LocalOrg.StartAsync(
            new() { Listeners = [new(IPAddress.Loopback, 0), new(IPAddress.IPv6Loopback, 0)] }, The.Ct);
        using var http = new HttpClient();

        var port = new Uri(org.ListenUrl).Port;
        org.Url.ShouldBe($"http://127.0.0.1:{port}");
        foreach (var url in (string[])[$"http://127.0.0.1:{port}", $"http://[::1]:{port}"])
            (await http.GetStringAsync(url + "/.well-known/okta-organization", The.Ct)).ShouldContain($"\"{org.Url}\"");
    }

    [Fact]
    public async Task At_every_address_it_calls_itself_by_a_name()
    {
        await using var org = await LocalOrg.StartAsync(new() { Address = IPAddress.Any }, The.Ct);

        org.ListenUrl.ShouldMatch("^http://0.0.0.0:[0-9]+$");
        org.Url.ShouldBe(org.ListenUrl.Replace("0.0.0.0", "localhost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_public_URL_of_port_0_has_the_port_that_the_system_chose()
    {
        await using var org = await LocalOrg.StartAsync(new() { PublicUrl = "http://localhost:0/" }, The.Ct);

        org.ListenUrl.ShouldMatch("^http://127.0.0.1:[1-9][0-9]*$");
        org.Url.ShouldBe(org.ListenUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_and_nothing_listens()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await Should.ThrowAsync<IOException>(
            () => LocalOrg.StartAsync(new() { Listeners = [new(IPAddress.Loopback, 0), (IPEndPoint)taken.LocalEndpoint] }, The.Ct));
    }
}
