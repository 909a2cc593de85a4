namespace Postern.LocalOrg.Tokens;

/// <summary>
/// Scopes that a request names; where it names none, the server's default ones, of which it gets those that the access policy gives
/// (api-access-management.md 8).
/// </summary>
readonly record struct AskedScopes(IReadOnlyList<string> Names, bool AreDefaults);

/// <summary>What the access policy gives: the scopes, and how long their tokens live.</summary>
readonly record struct Permission(IReadOnlyList<string> Scopes, TokenLifetimes Lifetimes);
