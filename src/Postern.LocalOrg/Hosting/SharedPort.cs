using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// The free port that several addresses of one listener take together, so that a name which stands for all of them means one org.
/// </summary>
sealed class SharedPort
{
    int _found;

    /// <summary>The same addresses; those that ask for any free port share one.</summary>
    public static IEnumerable<IPEndPoint> Of(IReadOnlyList<IPEndPoint> addresses)
    {
        var shared = new SharedPort();
        return addresses.Select(at => at.Port == 0 ? new Sharing(at.Address, shared) : at);
    }

    public static bool IsAsked(IEnumerable<Listener> listeners) => listeners.Any(listener => listener.At.Count(at => at.Port == 0) > 1);

    /// <summary>As Kestrel binds, which comes here with one address after the other.</summary>
    public static Socket Bind(EndPoint at)
    {
        if (at is not Sharing { Port: 0 } sharing)
            return SocketTransportOptions.CreateDefaultBoundListenSocket(at);

        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(sharing.Address, sharing.With._found));
        sharing.With._found = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return socket;
    }

    sealed class Sharing(IPAddress address, SharedPort with) : IPEndPoint(address, 0)
    {
        public SharedPort With => with;
    }
}
