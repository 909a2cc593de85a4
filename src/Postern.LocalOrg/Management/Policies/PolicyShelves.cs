using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>All policies of the org by their type.</summary>
sealed class PolicyShelves(OrgDirectory directory)
{
    public IReadOnlyList<IPolicyShelf> All { get; } =
    [
        new PolicyShelf<SessionPolicy>(directory, directory.SessionPolicies, SessionForm.Form),
        new PolicyShelf<PasswordPolicy>(directory, directory.PasswordPolicies, PasswordForm.Form),
        new PolicyShelf<EnrollmentPolicy>(directory, directory.EnrollmentPolicies, EnrollmentForm.Form),
        new PolicyShelf<OrgPolicy>(directory, directory.OtherPolicies, OtherForm.Of(PolicyKinds.Discovery)),
        new PolicyShelf<OrgPolicy>(directory, directory.OtherPolicies, OtherForm.Of(PolicyKinds.Access)),
        new PolicyShelf<OrgPolicy>(directory, directory.OtherPolicies, OtherForm.Of(PolicyKinds.Profile)),
    ];

    /// <summary>Null where policies of the type are not built.</summary>
    public IPolicyShelf? Find(string type) => All.FirstOrDefault(shelf => shelf.Kind.Type == type);

    /// <exception cref="OktaError">There is none.</exception>
    public async Task<(IPolicyShelf Shelf, OrgPolicy Policy)> FindPolicyAsync(string id, CancellationToken ct)
    {
        foreach (var shelf in All)
            if ((await shelf.AllAsync(ct)).FirstOrDefault(policy => policy.Id == id) is { } found)
                return (shelf, found);
        throw OktaError.NotFound(id, "Policy");
    }

    /// <summary>With all of its type, to be changed.</summary>
    /// <exception cref="OktaError">There is none.</exception>
    public async Task<TakenPolicy> TakeAsync(string id, CancellationToken ct)
    {
        var (shelf, _) = await FindPolicyAsync(id, ct);
        var row = await shelf.TakeAsync(ct);
        return new(shelf, row, row.All.FirstOrDefault(policy => policy.Id == id) ?? throw OktaError.NotFound(id, "Policy"));
    }
}

/// <summary>A policy as a call found it, which wants to change it, and those beside it.</summary>
sealed record TakenPolicy(IPolicyShelf Shelf, IPolicyRow Row, OrgPolicy Policy)
{
    public PolicyKind Kind => Shelf.Kind;

    /// <exception cref="OktaError">There is none.</exception>
    public OrgPolicyRule Rule(string id) =>
        Policy.Rules.FirstOrDefault(rule => rule.Id == id) ?? throw OktaError.NotFound(id, "PolicyRule");

    /// <summary>Those of its type with this one as it is to be; where it has no place yet, before the one that every org has.</summary>
    public IReadOnlyList<OrgPolicy> With(OrgPolicy after) =>
        [.. Row.All.Select(policy => policy.Id == after.Id ? after : policy)];
}
