using Postern.Client;

namespace Postern.Cli;

/// <summary>What the doctor has found so far, each finding told as it is made.</summary>
sealed class Examination(Action<Finding> tell, VerbFlags flags)
{
    readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Those that hints may name.</summary>
    public VerbFlags Flags => flags;

    public bool IsWrong => _findings.Exists(finding => finding.Health is Health.Wrong);

    /// <summary>Of the last that is wrong: at that one the examination stopped, or an admin's view says what it was.</summary>
    public int ExitCode => _findings.LastOrDefault(finding => finding.Health is Health.Wrong)?.ExitCode ?? ExitCodes.Ok;

    /// <summary>False where it is wrong.</summary>
    public bool Add(Finding finding)
    {
        _findings.Add(finding);
        tell(finding);
        return finding.Health is not Health.Wrong;
    }

    public bool Add(Checkpoint at, Exception failed, CancellationToken ct) => Add(Finding.Of(at, failed, flags, ct));

    /// <summary>Null where the call failed, which has been told.</summary>
    public async Task<T?> TryAsync<T>(Checkpoint at, Func<Task<T>> ask, CancellationToken ct)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception failed) when (IsFinding(failed, ct))
        {
            Add(at, failed, ct);
            return null;
        }
    }

    /// <summary>Whether it is the org's or the network's to explain; anything else is a bug of ours, or Ctrl-C.</summary>
    public static bool IsFinding(Exception failed, CancellationToken ct) =>
        failed is OktaException or HttpRequestException || (failed is OperationCanceledException && !ct.IsCancellationRequested);
}
