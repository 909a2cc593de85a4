using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>
/// Switches the policies that sign people in off and on again, whatever they are kept as. The one of each kind that every org has stays
/// on, as Okta's does.
/// </summary>
sealed class PolicySwitch(OrgStore store, OrgDirectory directory)
{
    /// <summary>What Okta calls it; a seed's is called so too.</summary>
    const string EveryOrgs = "Default Policy";

    public static Markup Of(IPolicy policy) => IsFixed(policy)
        ? Markup.None
        : ConsoleParts.Switch($"/policies/{Uri.EscapeDataString(policy.Id)}", policy.Name, policy.Status is Lifecycle.Active);

    /// <exception cref="ConsoleProblem">There is none, or it stays on.</exception>
    public async Task PutAsync(string id, Lifecycle status, CancellationToken ct)
    {
        var now = store.Now;
        if (!await IsPutAsync(directory.SessionPolicies, id, it => it with { Status = status, LastUpdatedAt = now }, ct)
            && !await IsPutAsync(directory.PasswordPolicies, id, it => it with { Status = status, LastUpdatedAt = now }, ct)
            && !await IsPutAsync(directory.EnrollmentPolicies, id, it => it with { Status = status, LastUpdatedAt = now }, ct)
            && !await IsPutAsync(directory.OtherPolicies, id, it => it with { Status = status, LastUpdatedAt = now }, ct))
            throw ConsoleProblem.NotFound("There is no policy of this id: it may be gone since a reset.");
    }

    async Task<bool> IsPutAsync<T>(Collection<T> policies, string id, Func<T, T> put, CancellationToken ct)
        where T : class, IPolicy
    {
        var isThere = false;
        await store.InOneWorkAsync(
            async work =>
            {
                if (await policies.FindToChangeAsync(id, ct) is not { } before)
                    return;

                isThere = true;
                if (IsFixed(before.Document))
                    throw ConsoleProblem.Wrong("The policy that every org has is always on.");
                policies.Change(work, before, put(before.Document));
            },
            ct);
        return isThere;
    }

    static bool IsFixed(IPolicy policy) => policy.IsSystem || policy is { GroupIds: null, Name: EveryOrgs };
}
