using System.Text;
using Tmds.DBus.Protocol;

namespace Postern.Cli;

/// <summary>
/// Reads <c>keyring:NAME</c>: what the desktop's Secret Service (GNOME Keyring, KWallet, KeePassXC) keeps for us under that name.
/// </summary>
static class Keyring
{
    const string Service = "org.freedesktop.secrets";
    const string Root = "/org/freedesktop/secrets";
    const string Interface = "org.freedesktop.Secret.Service";

    public static async Task<string> ReadAsync(string name, string flag, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || DBusAddress.Session is not { } address)
            throw NoKeyring(flag, name);

        try
        {
            using var bus = new DBusConnection(address);
            await bus.ConnectAsync().AsTask().WaitAsync(ct);
            var session = await bus.CallMethodAsync(OpenSession(bus), static (message, _) => SessionOf(message)).WaitAsync(ct);
            var (unlocked, locked) = await bus.CallMethodAsync(Search(bus, name), static (message, _) => ItemsOf(message)).WaitAsync(ct);
            if (unlocked is [var item, ..])
                return await bus.CallMethodAsync(Get(bus, item, session), static (message, _) => SecretOf(message)).WaitAsync(ct);

            throw locked.Length > 0
                ? new UsageException(
                    $"{flag}: the keyring that has {name} is locked.", "Unlock it (signing in to the desktop does), and try again.")
                : new UsageException($"{flag}: the keyring has nothing named {name}.", $"Put it there: {StoreWith(name)}");
        }
        catch (DBusExceptionBase)
        {
            throw NoKeyring(flag, name);
        }
    }

    static string StoreWith(string name) => $"secret-tool store --label='postern {name}' service postern name {name}";

    static UsageException NoKeyring(string flag, string name) => new(
        $"{flag} names keyring:{name}, and there is no keyring here.",
        OperatingSystem.IsMacOS() ? $"Use cmd: with the system's own command: cmd:security find-generic-password -w -s postern -a {name}"
        : "It wants a desktop's Secret Service on the session's D-Bus (DBUS_SESSION_BUS_ADDRESS). Elsewhere use cmd:, env: or file:.");

    static MessageBuffer OpenSession(DBusConnection bus)
    {
        using var writer = bus.GetMessageWriter();
        writer.WriteMethodCallHeader(destination: Service, path: Root, @interface: Interface, member: "OpenSession", signature: "sv");
        // In clear, within this machine's bus, as the tools of the desktop do.
        writer.WriteString("plain");
        writer.WriteVariantString("");
        return writer.CreateMessage();
    }

    static MessageBuffer Search(DBusConnection bus, string name)
    {
        using var writer = bus.GetMessageWriter();
        writer.WriteMethodCallHeader(destination: Service, path: Root, @interface: Interface, member: "SearchItems", signature: "a{ss}");
        var attributes = writer.WriteDictionaryStart();
        foreach (var (key, value) in ((string, string)[])[("service", "postern"), ("name", name)])
        {
            writer.WriteDictionaryEntryStart();
            writer.WriteString(key);
            writer.WriteString(value);
        }

        writer.WriteDictionaryEnd(attributes);
        return writer.CreateMessage();
    }

    static MessageBuffer Get(DBusConnection bus, string item, string session)
    {
        using var writer = bus.GetMessageWriter();
        writer.WriteMethodCallHeader(
            destination: Service, path: item, @interface: "org.freedesktop.Secret.Item", member: "GetSecret", signature: "o");
        writer.WriteObjectPath(session);
        return writer.CreateMessage();
    }

    static string SessionOf(Message message)
    {
        var reader = message.GetBodyReader();
        reader.ReadVariantValue();
        return reader.ReadObjectPathAsString();
    }

    static (string[] Unlocked, string[] Locked) ItemsOf(Message message)
    {
        var reader = message.GetBodyReader();
        return (Paths(ref reader), Paths(ref reader));
    }

    static string[] Paths(ref Reader reader) => [.. reader.ReadArrayOfObjectPath().Select(path => path.ToString())];

    // The session it was given in, how it is encrypted (not at all), the secret, and what kind of text it is.
    static string SecretOf(Message message)
    {
        var reader = message.GetBodyReader();
        reader.AlignStruct();
        reader.ReadObjectPathAsString();
        reader.ReadArrayOfByte();
        return Encoding.UTF8.GetString(reader.ReadArrayOfByte());
    }
}
