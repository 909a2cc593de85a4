using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>The policies of one type, in order, whatever records they are kept as.</summary>
interface IPolicyShelf
{
    PolicyKind Kind { get; }

    /// <summary>As they are remembered, the one that every org has among them.</summary>
    ValueTask<IReadOnlyList<OrgPolicy>> AllAsync(CancellationToken ct);

    /// <summary>As they stand now.</summary>
    Task<IPolicyRow> TakeAsync(CancellationToken ct);

    /// <summary>What the rules of the directory say of a policy.</summary>
    IEnumerable<Fault> Check(OrgPolicy policy, Known known);
}

/// <summary>The policies of one type as a call found them, which wants to change them.</summary>
interface IPolicyRow
{
    /// <summary>The one that every org has is the last.</summary>
    IReadOnlyList<OrgPolicy> All { get; }

    /// <summary>
    /// Puts others in their place, in their order, which their priorities will say. Of those that are added at once, each is counted from
    /// the one before: whoever comes too late looks again.
    /// </summary>
    void Put(Work work, IReadOnlyList<OrgPolicy> after);
}

/// <summary>Of one kind of records.</summary>
sealed class PolicyShelf<T>(OrgDirectory directory, Collection<T> collection, PolicyForm<T> form) : IPolicyShelf
    where T : class
{
    public PolicyKind Kind => form.Kind;

    public async ValueTask<IReadOnlyList<OrgPolicy>> AllAsync(CancellationToken ct) =>
    [
        .. InOrder((await collection.AllAsync(ct)).Select(record => new Shelved(form.Of(record), null)))
            .Select(shelved => shelved.Policy),
    ];

    public async Task<IPolicyRow> TakeAsync(CancellationToken ct) =>
        new Row(this, InOrder((await collection.AllToChangeAsync(ct)).Select(kept => new Shelved(form.Of(kept.Document), kept))));

    public IEnumerable<Fault> Check(OrgPolicy policy, Known known) => form.Check(form.Typed(policy, null), known);

    /// <summary>The one that every org has is made up where it is not stored: the same every time.</summary>
    List<Shelved> InOrder(IEnumerable<Shelved> stored)
    {
        List<Shelved> inOrder =
        [
            .. stored.Where(shelved => shelved.Policy.Type == Kind.Type).OrderBy(shelved => shelved.Policy.IsSystem)
                .ThenBy(shelved => shelved.Policy.Priority).ThenBy(shelved => shelved.Policy.Id, StringComparer.Ordinal),
        ];
        if (inOrder is [.., { Policy: { IsSystem: false, GroupIds: null } last } shelf] && last.Name == Kind.SystemName && Kind.IsOrdered)
            // The last of a seed's, which is everybody's.
            inOrder[^1] = shelf with { Policy = SystemPolicies.Of(last, Kind) };
        else if (inOrder is not [.., { Policy.IsSystem: true }])
            inOrder.Add(new(SystemPolicies.Of(Kind, directory.Org.Settings.CreatedAt), null));
        return [.. inOrder.Select((shelved, number) => shelved with { Policy = Numbered(shelved.Policy, number) })];
    }

    OrgPolicy Numbered(OrgPolicy policy, int number) => policy with { Priority = Kind.IsOrdered ? number + 1 : 1 };

    sealed record Shelved(OrgPolicy Policy, Kept<T>? Kept);

    sealed class Row(PolicyShelf<T> shelf, List<Shelved> before) : IPolicyRow
    {
        public IReadOnlyList<OrgPolicy> All => [.. before.Select(shelved => shelved.Policy)];

        public void Put(Work work, IReadOnlyList<OrgPolicy> after)
        {
            foreach (var (number, policy) in after.Index())
                Put(work, shelf.Numbered(policy, number), isCounted: policy.IsSystem && after.Count != before.Count);
            foreach (var gone in before.Where(shelved => !after.Any(policy => policy.Id == shelved.Policy.Id)))
                if (gone.Kept is { } kept)
                    shelf.Delete(work, kept);
        }

        void Put(Work work, OrgPolicy policy, bool isCounted)
        {
            var was = before.Find(shelved => shelved.Policy.Id == policy.Id);
            if (was is { Kept: { } kept })
            {
                if (isCounted || was.Policy != policy || kept.Document is IPolicy { Priority: var priority } && priority != policy.Priority)
                    shelf.Change(work, kept, policy);
            }
            else if (was is null || isCounted || was.Policy != policy)
            {
                shelf.Add(work, policy);
            }
        }
    }

    void Add(Work work, OrgPolicy policy) => collection.AddIfFree(work, form.Typed(policy, null));

    void Change(Work work, Kept<T> kept, OrgPolicy policy) => collection.Change(work, kept, form.Typed(policy, kept.Document));

    void Delete(Work work, Kept<T> kept) => collection.Delete(work, kept);
}
