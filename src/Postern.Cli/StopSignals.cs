using System.Runtime.InteropServices;

namespace Postern.Cli;

/// <summary>SIGINT, SIGTERM and SIGHUP as a cancellation: the first asks to stop, the second is the system's to answer.</summary>
sealed class StopSignals : IDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly PosixSignalRegistration[] _registrations;

    // Where SIGHUP is ignored from the start, as under nohup, it stays so: the runtime respects that.
    public StopSignals() =>
        _registrations =
        [
            .. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
                .Select(signal => PosixSignalRegistration.Create(signal, Stop)),
        ];

    public CancellationToken Token => _stop.Token;

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !_stop.IsCancellationRequested;
        _stop.Cancel();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();

        _stop.Dispose();
    }
}
