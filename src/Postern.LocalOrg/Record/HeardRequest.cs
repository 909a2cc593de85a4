using Microsoft.Extensions.ObjectPool;

namespace Postern.LocalOrg.Record;

/// <summary>
/// A request and its answer as they were heard. They are told a little later, many in a row: that takes less than to tell each in the
/// middle of its request, whose code it would push out of the processor's caches.
/// </summary>
sealed class HeardRequest : IResettable
{
    /// <summary>So many wait to be told, and as many may be heard meanwhile: more than these are made anew.</summary>
    const int MostPooled = 256;

    static readonly ToldMembers Nothing = new([]);

    /// <summary>All but its members.</summary>
    public RecordedRequest Request { get; set; } = null!;

    public HeardMessage Sent { get; } = new();

    public HeardMessage Answered { get; } = new();

    /// <summary>Of what is told of a message before that is known.</summary>
    public static IReadOnlyDictionary<string, string> NothingYet => Nothing;

    public static ObjectPool<HeardRequest> NewPool() =>
        new DefaultObjectPool<HeardRequest>(new DefaultPooledObjectPolicy<HeardRequest>(), MostPooled);

    /// <summary>Nothing of what was heard stays.</summary>
    public bool TryReset()
    {
        Request = null!;
        Sent.Clear();
        Answered.Clear();
        return true;
    }
}
