namespace Postern.LocalOrg.Management.Policies;

/// <summary>
/// Where policies and rules come among those of their kind: 1 is first, and the one that stays is last. A place that is too far down is the
/// last but that one, without an error. management.md 12.1.
/// </summary>
static class Places
{
    /// <summary>At a priority; null: after all others but the one that stays.</summary>
    public static IReadOnlyList<T> Insert<T>(IReadOnlyList<T> items, T added, int? priority, Func<T, bool> stays)
    {
        var movable = items.Where(item => !stays(item)).ToList();
        movable.Insert(Math.Clamp((priority ?? int.MaxValue) - 1, 0, movable.Count), added);
        return [.. movable, .. items.Where(stays)];
    }

    /// <summary>To a priority; null: where it is.</summary>
    public static IReadOnlyList<T> Move<T>(IReadOnlyList<T> items, T before, T after, int? priority, Func<T, bool> stays)
        where T : class
    {
        if (priority is null || stays(before))
            return [.. items.Select(item => ReferenceEquals(item, before) ? after : item)];

        return Insert([.. items.Where(item => !ReferenceEquals(item, before))], after, priority, stays);
    }
}
