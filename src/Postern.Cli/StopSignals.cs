using System.Runtime.InteropServices;

namespace Postern.Cli;

/// <summary>SIGINT, SIGTERM and SIGHUP as a cancellation: the first asks to stop, the second is the system's to answer.</summary>
sealed class StopSignals : IDisposable
{
    // What else would end this process, and leave behind what it runs. SIGUSR1 and SIGUSR2 have no names in .NET, and other numbers
    // on macOS.
    static readonly PosixSignal[] TakenToo = OperatingSystem.IsWindows() ? []
        : OperatingSystem.IsLinux() ? [PosixSignal.SIGQUIT, (PosixSignal)10, (PosixSignal)12]
        : [PosixSignal.SIGQUIT, (PosixSignal)30, (PosixSignal)31];

    readonly CancellationTokenSource _stop = new();
    readonly PosixSignalRegistration[] _registrations;
    volatile Action<PosixSignal>? _taker;

    // Where SIGHUP is ignored from the start, as under nohup, it stays so: the runtime respects that.
    public StopSignals() =>
        _registrations =
        [
            .. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
                .Select(signal => PosixSignalRegistration.Create(signal, Stop)),
        ];

    public CancellationToken Token => _stop.Token;

    /// <summary>
    /// Until that is disposed every signal goes to the taker, and stops nothing here: SIGQUIT, SIGUSR1 and SIGUSR2 too.
    /// </summary>
    public IDisposable Take(Action<PosixSignal> taker)
    {
        _taker = taker;
        return new Taken(this, [.. TakenToo.Select(signal => PosixSignalRegistration.Create(signal, Stop))]);
    }

    void Stop(PosixSignalContext signal)
    {
        if (_taker is { } taker)
        {
            signal.Cancel = true;
            taker(signal.Signal);
            return;
        }

        signal.Cancel = !_stop.IsCancellationRequested;
        _stop.Cancel();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();

        _stop.Dispose();
    }

    sealed class Taken(StopSignals signals, PosixSignalRegistration[] registrations) : IDisposable
    {
        public void Dispose()
        {
            foreach (var registration in registrations)
                registration.Dispose();
            signals._taker = null;
        }
    }
}
