using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Postern.LocalOrg;
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

    static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long it may take to answer: some ask their user first, and a bus can have a service that never answers. Default: a minute, as
    /// <c>cmd:</c> has it.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

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
            return await InTimeAsync(ReadAsync(address, name, flag), ct);
        }
        catch (TimeoutException)
        {
            throw Silent(flag);
        }
        catch (DBusExceptionBase)
        {
            throw None(flag, name);
        }
        catch (Exception odd) when (IsOfAddress(odd))
        {
            throw OddAddress(flag, name);
        }
    }

    /// <summary>In place of what is there under that name.</summary>
    /// <exception cref="UsageException">There is no keyring, it is locked, or it does not answer.</exception>
    public async Task WriteAsync(string name, string secret, string flag, CancellationToken ct)
    {
        _ = RequireAddress(flag, name);
        if (!await TryWriteAsync(name, secret, ct))
            throw new UsageException(
                $"{flag}: nothing can be put into the keyring.", "Unlock it (signing in to the desktop does), and try again.");
    }

    /// <summary>False where there is no keyring, or one that is locked or does not answer.</summary>
    public async Task<bool> TryWriteAsync(string name, string secret, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || Address is not { } address || !IsAddress(address))
            return false;

        try
        {
            return await InTimeAsync(WriteAsync(address, name, secret), ct);
        }
        catch (Exception none) when (none is TimeoutException or DBusExceptionBase || IsOfAddress(none))
        {
            return false;
        }
    }

    // What is given up goes on with nobody who waits for it, and ends with the process.
    async Task<T> InTimeAsync<T>(Task<T> asked, CancellationToken ct)
    {
        var answered = asked.WaitAsync(Patience, io.Time, ct);
        if (io.ShowsWaiting && await Task.WhenAny(answered, Task.Delay(Noticeable, io.Time, ct)) != answered)
            return await new WaitingLine(io).WhileAsync(
                answered, "Waiting for the keyring, which may be asking on the desktop", io.Time.GetUtcNow() + Patience - Noticeable, ct);

        return await answered;
    }

    static async Task<string> ReadAsync(string address, string name, string flag)
    {
        using var bus = new DBusConnection(address);
        await bus.ConnectAsync();
        var session = await bus.CallMethodAsync(OpenSession(bus), static (message, _) => SessionOf(message));
        var (unlocked, locked) = await bus.CallMethodAsync(Search(bus, name), static (message, _) => ItemsOf(message));
        if (unlocked is [var item, ..])
            return await bus.CallMethodAsync(Get(bus, item, session), static (message, _) => SecretOf(message));

        throw locked.Length > 0
            ? new UsageException(
                $"{flag}: the keyring that has {name} is locked.", "Unlock it (signing in to the desktop does), and try again.")
            : new UsageException($"{flag}: the keyring has nothing named {name}.", $"Put it there: {StoreWith(name)}");
    }

    static async Task<bool> WriteAsync(string address, string name, string secret)
    {
        using var bus = new DBusConnection(address);
        await bus.ConnectAsync();
        var session = await bus.CallMethodAsync(OpenSession(bus), static (message, _) => SessionOf(message));
        // A keyring that would have to ask somebody first is a locked one: nobody is asked out of the blue.
        var made = await bus.CallMethodAsync(Create(bus, name, session, secret), static (message, _) => MadeOf(message));
        return made.Item is not Nothing && made.Prompt is Nothing;
    }

    string RequireAddress(string flag, string name)
    {
        if (!OperatingSystem.IsLinux() || Address is not { } address)
            throw None(flag, name);

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

    static UsageException Silent(string flag) => new(
        $"{flag}: the keyring does not answer.",
        "It may be asking somebody on the desktop: allow it there, and try again. Where nobody sits, use cmd:, env: or file:.");

    static string StoreWith(string name) =>
        $"secret-tool store --label={ShellWord.Quoted($"postern {name}")} service postern name {ShellWord.Of(name)}";

    static UsageException None(string flag, string name) => NoneOn(
        OperatingSystem.IsMacOS() ? OSPlatform.OSX : OperatingSystem.IsWindows() ? OSPlatform.Windows : OSPlatform.Linux, flag, name);

    /// <summary>That there is no keyring that could be read, and what does the same there: docs/adr/0022 says why.</summary>
    internal static UsageException NoneOn(OSPlatform platform, string flag, string name)
    {
        var named = $"{flag} names keyring:{name}, and";
        var word = ShellWord.Of(name);
        if (platform == OSPlatform.OSX)
            return new(
                $"{named} postern does not read macOS's Keychain itself.",
                $"The system's own command does: cmd:security find-generic-password -w -s postern -a {word} in its place. What puts it " +
                $"there is security add-generic-password -U -s postern -a {word} -w, which asks for it.");

        return platform == OSPlatform.Windows
            ? new(
                $"{named} postern does not read Windows' Credential Manager itself.",
                $"A command of PowerShell's reads a vault: cmd:powershell -NoProfile -Command \"Get-Secret {name} -AsPlainText\" in its " +
                "place. Or use env: or file:.")
            : new(
                $"{named} there is no keyring here.",
                "It wants a desktop's Secret Service on the session's D-Bus (DBUS_SESSION_BUS_ADDRESS). Elsewhere use cmd:, env: or " +
                "file:.");
    }

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
