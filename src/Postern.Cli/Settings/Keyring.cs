using System.Net.Sockets;
using System.Text;
using Tmds.DBus.Protocol;

namespace Postern.Cli;

/// <summary>
/// What <c>keyring:NAME</c> names: what the desktop's Secret Service (GNOME Keyring, KWallet, KeePassXC) keeps for us under that name.
/// </summary>
sealed class Keyring(Terminal io)
{
    const string Service = "org.freedesktop.secrets";
    const string Root = "/org/freedesktop/secrets";
    const string Interface = "org.freedesktop.Secret.Service";
    const string Collection = "org.freedesktop.Secret.Collection";

    // Whichever keyring its user has made the usual one.
    const string Usual = "/org/freedesktop/secrets/aliases/default";
    const string Nothing = "/";

    // Of the session, as the D-Bus specification and systemd have it.
    string? Address => io.Environment("DBUS_SESSION_BUS_ADDRESS") is { Length: > 0 } named ? named
        : io.Environment("XDG_RUNTIME_DIR") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, "bus"))
            ? $"unix:path={Path.Combine(folder, "bus")}"
            : null;

    public async Task<string> ReadAsync(string name, string flag, CancellationToken ct)
    {
        var address = RequireAddress(flag, name);
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
        catch (Exception odd) when (IsOfAddress(odd))
        {
            throw OddAddress(flag, name);
        }
    }

    /// <summary>In place of what is there under that name.</summary>
    /// <exception cref="UsageException">There is no keyring, or it is locked.</exception>
    public async Task WriteAsync(string name, string secret, string flag, CancellationToken ct)
    {
        _ = RequireAddress(flag, name);
        if (!await TryWriteAsync(name, secret, ct))
            throw new UsageException(
                $"{flag}: nothing can be put into the keyring.", "Unlock it (signing in to the desktop does), and try again.");
    }

    /// <summary>False where there is no keyring, or one that is locked.</summary>
    public async Task<bool> TryWriteAsync(string name, string secret, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || Address is not { } address || !IsAddress(address))
            return false;

        try
        {
            using var bus = new DBusConnection(address);
            await bus.ConnectAsync().AsTask().WaitAsync(ct);
            var session = await bus.CallMethodAsync(OpenSession(bus), static (message, _) => SessionOf(message)).WaitAsync(ct);
            // A keyring that would have to ask somebody first is a locked one: nobody is asked out of the blue.
            var made = await bus.CallMethodAsync(Create(bus, name, session, secret), static (message, _) => MadeOf(message)).WaitAsync(ct);
            return made.Item is not Nothing && made.Prompt is Nothing;
        }
        catch (Exception none) when (none is DBusExceptionBase || IsOfAddress(none))
        {
            return false;
        }
    }

    string RequireAddress(string flag, string name)
    {
        if (!OperatingSystem.IsLinux() || Address is not { } address)
            throw NoKeyring(flag, name);

        return IsAddress(address) ? address : throw OddAddress(flag, name);
    }

    // As the D-Bus specification writes them, one after the other; of what a desktop has, the library connects to these two kinds.
    static bool IsAddress(string text) => text.Split(';').Any(address => address.Split(':', 2) switch
    {
        ["unix", var where] => where.Split(',').Any(IsPlace),
        ["tcp", _] => true,
        _ => false,
    });

    static bool IsPlace(string property) => property.Split('=', 2) is ["path" or "abstract", { Length: > 0 }];

    // The library's own, of what only looks like an address.
    static bool IsOfAddress(Exception exception) => exception is ArgumentException or FormatException or OverflowException
        or IndexOutOfRangeException or SocketException or IOException;

    static UsageException OddAddress(string flag, string name) => new(
        $"{flag} names keyring:{name}, and DBUS_SESSION_BUS_ADDRESS is no address that a session's D-Bus can be reached at.",
        "It looks like unix:path=/run/user/1000/bus. Without it the bus of XDG_RUNTIME_DIR is taken; elsewhere use cmd:, env: or file:.");

    static string StoreWith(string name) => $"secret-tool store --label='postern {name}' service postern name {name}";

    static UsageException NoKeyring(string flag, string name) => new(
        $"{flag} names keyring:{name}, and there is no keyring here{(OperatingSystem.IsLinux() ? "" : " that postern reads itself")}.",
        OperatingSystem.IsMacOS()
            ? $"The Keychain is read by the system's own command: cmd:security find-generic-password -w -s postern -a {name}"
        : OperatingSystem.IsWindows()
            ? "The Credential Manager is read by a command of PowerShell's, such as cmd:powershell -NoProfile -Command \"Get-Secret " +
              $"{name} -AsPlainText\""
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
        foreach (var (key, value) in Attributes(name))
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

    static MessageBuffer Create(DBusConnection bus, string name, string session, string secret)
    {
        using var writer = bus.GetMessageWriter();
        writer.WriteMethodCallHeader(
            destination: Service, path: Usual, @interface: Collection, member: "CreateItem", signature: "a{sv}(oayays)b");
        var properties = writer.WriteDictionaryStart();
        writer.WriteDictionaryEntryStart();
        writer.WriteString("org.freedesktop.Secret.Item.Label");
        writer.WriteVariantString($"postern {name}");
        writer.WriteDictionaryEntryStart();
        writer.WriteString("org.freedesktop.Secret.Item.Attributes");
        writer.WriteVariant(new Dict<string, string>(Attributes(name)).AsVariantValue());
        writer.WriteDictionaryEnd(properties);
        writer.WriteStructureStart();
        writer.WriteObjectPath(session);
        writer.WriteArray(ReadOnlySpan<byte>.Empty);
        writer.WriteArray(Encoding.UTF8.GetBytes(secret));
        writer.WriteString("text/plain");
        writer.WriteBool(true);
        return writer.CreateMessage();
    }

    static Dictionary<string, string> Attributes(string name) => new() { ["service"] = "postern", ["name"] = name };

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

    static (string Item, string Prompt) MadeOf(Message message)
    {
        var reader = message.GetBodyReader();
        return (reader.ReadObjectPathAsString(), reader.ReadObjectPathAsString());
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
