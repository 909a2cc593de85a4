using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// Addresses, and ranges of them: <c>10.0.0.0/8</c>, whose last bits may be anything (<c>10.1.2.3/8</c>), or <c>10.0.0.1-10.0.0.9</c>.
/// </summary>
static class AddressRanges
{
    public static bool IsNetwork(string network) =>
        IPAddress.TryParse(network, out _) || ReadPrefix(network) is not null || ReadRange(network) is not null;

    public static bool Covers(string network, IPAddress address)
    {
        if (ReadPrefix(network) is { } prefix)
            return prefix.Contains(address);
        if (ReadRange(network) is var (first, last))
            return first.AddressFamily == address.AddressFamily && Compare(first, address) <= 0 && Compare(address, last) <= 0;
        return IPAddress.TryParse(network, out var one) && one.Equals(address);
    }

    /// <summary>Null where it is none.</summary>
    public static IPNetwork? ReadPrefix(string network)
    {
        if (network.Split('/') is not [var start, var length]
            || !IPAddress.TryParse(start, out var address)
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            || bits > (address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128))
            return null;

        var bytes = address.GetAddressBytes();
        for (var bit = bits; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> bit % 8);
        return new(new IPAddress(bytes), bits);
    }

    /// <summary>Null where it is none: both ends are of one family, and in order.</summary>
    public static (IPAddress First, IPAddress Last)? ReadRange(string network) =>
        network.Split('-') is [var start, var end]
            && IPAddress.TryParse(start, out var first)
            && IPAddress.TryParse(end, out var last)
            && first.AddressFamily == last.AddressFamily
            && Compare(first, last) <= 0
            ? (first, last)
            : null;

    static int Compare(IPAddress one, IPAddress other) => one.GetAddressBytes().AsSpan().SequenceCompareTo(other.GetAddressBytes());
}
