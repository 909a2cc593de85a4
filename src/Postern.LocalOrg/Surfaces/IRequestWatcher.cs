namespace Postern.LocalOrg.Surfaces;

/// <summary>Watches every request of the org's: when it comes, and when it has been answered.</summary>
interface IRequestWatcher
{
    /// <summary>Asked at every request: where nobody watches, nothing is noted.</summary>
    bool IsWatching { get; }

    /// <summary>Before anything is done with it.</summary>
    void Begin(SeenRequest request);

    /// <summary>Answered, or given up: whatever could be found out is noted by now.</summary>
    void End(SeenRequest request);
}
