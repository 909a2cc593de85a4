using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Tokens;

/// <summary>Which of the claims about a user a token has: by the scopes, and by what an admin has changed of those claims.</summary>
/// <param name="Server">That issues.</param>
/// <param name="Granted">The scopes.</param>
/// <param name="IsThin">Whether an access token comes with it, so that only some claims are in it: oidc.md 10.1.</param>
readonly record struct UserClaims(AuthorizationServer Server, IReadOnlyList<string> Granted, bool IsThin)
{
    /// <summary>Whether any that is not in every thin token may be in this one.</summary>
    public bool MayHaveMore => !IsThin || Server.ChangedClaims is not null;

    public bool Has(string name)
    {
        if (StandardClaims.Find(name) is not { } standard)
            return false;
        if (Server.ChangedClaims?.FirstOrDefault(claim => claim.Name == name) is not { } changed)
            return (!IsThin || standard.IsAlways) && Granted.Contains(standard.Scope);

        return changed.IsActive && (!IsThin || changed.IsAlways) && (changed.Scopes.Count == 0 || changed.Scopes.Any(Granted.Contains));
    }
}
