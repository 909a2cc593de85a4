using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg;

/// <summary>
/// The authenticators of which a seed switches methods off, each as a new org has it otherwise; and which are off in an org that is there.
/// </summary>
static class SeededAuthenticators
{
    public static IEnumerable<Authenticator> Of(OrgSeed seed, long now) =>
        seed.DisabledFactors.Select(OrgFactors.Find).OfType<OrgFactor>().GroupBy(factor => factor.Authenticator)
            .Select(off => (KnownAuthenticators.Find(off.Key, now)!, off.Select(factor => factor.Method).ToHashSet()))
            .Select(pair => pair.Item1 with
            {
                Methods =
                [
                    .. pair.Item1.Methods.Select(
                        method => pair.Item2.Contains(method.Type) ? method with { Status = Lifecycle.Inactive } : method),
                ],
            });

    /// <summary>By Okta's names for them.</summary>
    public static IReadOnlyList<string> Disabled(IReadOnlyList<Authenticator> authenticators) =>
    [
        .. OrgFactors.All.Where(factor => authenticators.FirstOrDefault(known => known.Key == factor.Authenticator) is { } found
            && (found.Status is Lifecycle.Inactive
                || found.Methods.FirstOrDefault(method => method.Type == factor.Method) is { Status: Lifecycle.Inactive }))
            .Select(factor => factor.Key),
    ];
}
