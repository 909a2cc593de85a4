using System.CommandLine;
using Postern.LocalOrg;
using Postern.LocalOrg.WebAuthn;

namespace Postern.Cli;

/// <summary>All flags that say how a local org is started, for every command that starts one.</summary>
sealed class StartFlags : IFlags
{
    /// <summary>The themes, in the order in which help lists them and their choices are applied.</summary>
    readonly IStartFlags[] _themes;

    /// <param name="whenNoPort">Where to listen if nobody says.</param>
    public StartFlags(int whenNoPort) =>
        _themes =
        [
            new ListenFlags(whenNoPort),
            new HttpsFlags(),
            new ProxyFlags(),
            new DataFlags(),
            new DatabaseFlags(),
            new SeedFlags(),
            new EngineFlags(),
            new ControlFlags(),
            new LimitFlags(),
            new LogFlags(),
            new RecordFlags(),
            new StopFlags(),
            new TelemetrySettings(),
        ];

    public void AddTo(Command command)
    {
        foreach (var theme in _themes)
            theme.AddTo(command);
    }

    public StartChoice Read(ParseResult parse) => new([.. _themes.Select(theme => theme.Read(parse))]);
}

/// <summary>How a local org is to be started.</summary>
sealed record StartChoice(IReadOnlyList<IStartChoice> Themes)
{
    /// <summary>Ready to answer when it returns; the caller disposes it.</summary>
    /// <exception cref="UsageException">It cannot be as the flags want it.</exception>
    public async Task<StartedOrg> StartAsync(Terminal io, CancellationToken ct)
    {
        var starting = new Starting(io, new(io));
        try
        {
            var options = await OptionsAsync(starting, ct);
            return new(await StartAsync(options, ct), starting);
        }
        catch (Exception e)
        {
            await StartedOrg.EndAsync(starting);
            if (Explain(e) is { } explained)
                throw explained;
            throw;
        }
    }

    /// <summary>Again, for as long as somebody awaits what is missing.</summary>
    async Task<LocalOrg.LocalOrg> StartAsync(LocalOrgOptions options, CancellationToken ct)
    {
        while (true)
            try
            {
                return await LocalOrg.LocalOrg.StartAsync(options, ct);
            }
            catch (Exception e)
            {
                if (!await HaveWaitedAsync(e, ct))
                    throw;
            }
    }

    async Task<bool> HaveWaitedAsync(Exception failure, CancellationToken ct)
    {
        foreach (var theme in Themes)
            if (await theme.HasWaitedAsync(failure, ct))
                return true;
        return false;
    }

    async Task<LocalOrgOptions> OptionsAsync(Starting starting, CancellationToken ct)
    {
        var io = starting.Io;
        var options = new LocalOrgOptions
        {
            Time = io.Time,
            SecurityKeys = WebAuthnVerifier.VerifyAsync,
            Logs = starting.Log,
            Middleware = io.Verbose ? new OrgNarration(new(io), io.Time).Around : null,
        };
        foreach (var theme in Themes.OrderByDescending(theme => theme.ComesFirst))
            options = await theme.ApplyAsync(options, starting, ct);
        return options;
    }

    UsageException? Explain(Exception failure) => Themes.Select(theme => theme.Explain(failure)).FirstOrDefault(said => said is not null);

    public override string ToString() => "org start";
}

/// <summary>A local org that answers, what was opened for it, and what goes on alongside.</summary>
sealed class StartedOrg : IAsyncDisposable
{
    readonly Starting _starting;
    readonly CancellationTokenSource _stopping = new();
    readonly Task _alongside;

    public StartedOrg(LocalOrg.LocalOrg org, Starting starting)
    {
        (Org, _starting) = (org, starting);
        _alongside = Task.WhenAll(starting.Alongside.Select(run => run(org, _stopping.Token)));
    }

    public LocalOrg.LocalOrg Org { get; }

    /// <summary>How the secrets of its seed are told.</summary>
    public ToldSecrets Secrets => new(_starting.Seed?.Secrets ?? [], Org.WasSeeded);

    /// <summary>Whether a seed was given, and is for nothing: the org was there already.</summary>
    public bool IgnoresSeed => _starting.Seed is not null && !Org.WasSeeded;

    /// <summary>Where whatever is said of it goes.</summary>
    public OrgLog Log => _starting.Log;

    /// <summary>Made for this run, to be told once; null where somebody gave one, or nobody needs one.</summary>
    public string? MadeControlKey => _starting.MadeControlKey;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _alongside.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Org.DisposeAsync();
        await EndAsync(_starting);
        _stopping.Dispose();
    }

    public static async ValueTask EndAsync(Starting starting)
    {
        foreach (var owned in Enumerable.Reverse(starting.Owned))
            await owned.DisposeAsync();
    }
}
