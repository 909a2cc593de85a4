using System.Diagnostics;
using System.Text;
using Tmds.DBus.Protocol;

namespace Postern.Cli.Tests.Keeping;

/// <summary>A desktop's keyring on a session bus of its own, as the Secret Service specification has it; it may be locked.</summary>
sealed class SecretService : IPathMethodHandler, IDisposable
{
    readonly Process _bus;
    readonly DBusConnection _connection;
    readonly List<(string Name, string Secret)> _items = [];
    readonly TaskCompletionSource _never = new();

    SecretService(Process bus, string address)
    {
        _bus = bus;
        Address = address;
        _connection = new(address);
    }

    public string Address { get; }

    public bool IsLocked { get; set; }

    /// <summary>As one is that asks its user, and nobody is there.</summary>
    public bool IsSilent { get; set; }

    /// <summary>How often it was asked anything.</summary>
    public int Asked { get; private set; }

    public IReadOnlyList<(string Name, string Secret)> Items => _items;

    public string Path => "/org/freedesktop/secrets";

    public bool HandlesChildPaths => true;

    /// <summary>Null where this machine has no bus to offer.</summary>
    public static async Task<SecretService?> StartAsync()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/dbus-daemon"))
            return null;

        var bus = Process.Start(
            new ProcessStartInfo("/usr/bin/dbus-daemon", ["--session", "--nofork", "--nopidfile", "--print-address"])
            {
                RedirectStandardOutput = true,
            })!;
        var address = await bus.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
            .InTimeAsync("the bus's address");
        var service = new SecretService(bus, address!);
        await service._connection.ConnectAsync();
        service._connection.AddMethodHandler(service);
        await service._connection.RequestNameAsync("org.freedesktop.secrets", RequestNameOptions.None);
        return service;
    }

    public ValueTask HandleMethodAsync(MethodContext context)
    {
        Asked++;
        if (IsSilent)
            return new(_never.Task);

        switch (context.Request.MemberAsString)
        {
            case "OpenSession": Open(context); break;
            case "SearchItems": Search(context); break;
            case "CreateItem": Create(context); break;
            case "GetSecret": Get(context); break;
        }

        return default;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _bus.Kill();
        _bus.Dispose();
    }

    static void Open(MethodContext context)
    {
        using var writer = context.CreateReplyWriter("vo");
        writer.WriteVariantString("");
        writer.WriteObjectPath("/org/freedesktop/secrets/session/1");
        context.Reply(writer.CreateMessage());
    }

    void Search(MethodContext context)
    {
        var wanted = "";
        var reader = context.Request.GetBodyReader();
        var end = reader.ReadDictionaryStart();
        while (reader.HasNext(end))
        {
            var (key, value) = (reader.ReadString(), reader.ReadString());
            if (key is "name")
                wanted = value;
        }

        ObjectPath[] found =
        [
            .. _items.Index().Where(item => item.Item.Name == wanted).Select(item => new ObjectPath($"{Path}/item/{item.Index}")),
        ];
        using var writer = context.CreateReplyWriter("aoao");
        writer.WriteArray(IsLocked ? [] : found);
        writer.WriteArray(IsLocked ? found : []);
        context.Reply(writer.CreateMessage());
    }

    void Create(MethodContext context)
    {
        var reader = context.Request.GetBodyReader();
        var properties = reader.ReadDictionaryOfStringToVariantValue();
        reader.AlignStruct();
        reader.ReadObjectPathAsString();
        reader.ReadArrayOfByte();
        var secret = Encoding.UTF8.GetString(reader.ReadArrayOfByte());
        var name = properties["org.freedesktop.Secret.Item.Attributes"].GetDictionary<string, string>()["name"];
        if (!IsLocked)
        {
            _items.RemoveAll(item => item.Name == name);
            _items.Add((name, secret));
        }

        using var writer = context.CreateReplyWriter("oo");
        writer.WriteObjectPath(IsLocked ? "/" : $"{Path}/item/{_items.Count - 1}");
        writer.WriteObjectPath(IsLocked ? $"{Path}/prompt/1" : "/");
        context.Reply(writer.CreateMessage());
    }

    void Get(MethodContext context)
    {
        var index = int.Parse(context.Request.PathAsString!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        using var writer = context.CreateReplyWriter("(oayays)");
        writer.WriteStructureStart();
        writer.WriteObjectPath("/org/freedesktop/secrets/session/1");
        writer.WriteArray(ReadOnlySpan<byte>.Empty);
        writer.WriteArray(Encoding.UTF8.GetBytes(_items[index].Secret));
        writer.WriteString("text/plain");
        context.Reply(writer.CreateMessage());
    }
}
