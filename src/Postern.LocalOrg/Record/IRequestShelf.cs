namespace Postern.LocalOrg.Record;

/// <summary>Where recorded requests are put: in memory, where only this process has any, or in a database that others share.</summary>
interface IRequestShelf : IAsyncDisposable
{
    /// <summary>Room for what will be heard of a request, until that is added.</summary>
    HeardRequest Take();

    /// <summary>Here is decided which number it is read with. Nobody waits for anything.</summary>
    void Add(HeardRequest heard);

    /// <summary>Those with a higher number, the lowest first.</summary>
    Task<IReadOnlyList<RecordedRequest>> AfterAsync(long number, CancellationToken ct);

    Task<RecordedRequest?> FindAsync(string requestId, CancellationToken ct);

    Task ClearAsync(CancellationToken ct);

    /// <summary>How often each of what there is was met.</summary>
    Task<IReadOnlyDictionary<(string What, string Name), long>> MetAsync(CancellationToken ct);

    Task ForgetMetAsync(CancellationToken ct);
}
