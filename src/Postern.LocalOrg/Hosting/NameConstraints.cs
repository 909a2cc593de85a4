using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// RFC 5280 section 4.2.1.10: for which names an authority may vouch. Critical, so that whoever cannot obey it trusts nothing that the
/// authority signs.
/// </summary>
static class NameConstraints
{
    const string Oid = "2.5.29.30";

    static readonly Asn1Tag PermittedSubtrees = new(TagClass.ContextSpecific, 0, isConstructed: true);
    static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    static readonly Asn1Tag IPAddressName = new(TagClass.ContextSpecific, 7);

    /// <summary>A name stands for those below it too; of addresses, all of IPv4's loopback, IPv6's one, and each that is named.</summary>
    public static X509Extension Of(AuthorityNames names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(PermittedSubtrees))
        {
            WriteDns(writer, "localhost");
            WriteAddresses(writer, new(IPAddress.Parse("127.0.0.0"), 8));
            WriteAddresses(writer, new(IPAddress.IPv6Loopback, 128));
            foreach (var name in names.Outside)
                if (IPAddress.TryParse(name, out var address))
                    WriteAddresses(writer, new(address, address.GetAddressBytes().Length * 8));
                else
                    WriteDns(writer, name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name);
        }

        return new(Oid, writer.Encode(), critical: true);
    }

    static void WriteDns(AsnWriter writer, string name)
    {
        using (writer.PushSequence())
            writer.WriteCharacterString(UniversalTagNumber.IA5String, name, DnsName);
    }

    // The address, then its mask.
    static void WriteAddresses(AsnWriter writer, IPNetwork network)
    {
        var address = network.BaseAddress.GetAddressBytes();
        byte[] subtree = [.. address, .. new byte[address.Length]];
        for (var bit = 0; bit < network.PrefixLength; bit++)
            subtree[address.Length + (bit / 8)] |= (byte)(0x80 >> (bit % 8));
        using (writer.PushSequence())
            writer.WriteOctetString(subtree, IPAddressName);
    }
}
