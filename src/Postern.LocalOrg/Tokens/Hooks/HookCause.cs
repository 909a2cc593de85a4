using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens.Hooks;

/// <summary>The request that tokens are issued for, as a token hook is told of it.</summary>
/// <param name="Source">The address of the endpoint.</param>
/// <param name="Method">Of HTTP.</param>
/// <param name="Origin">Where it came from.</param>
sealed record HookCause(string Source, string Method, Origin Origin)
{
    /// <summary>Whatever else a request has may be a secret.</summary>
    static readonly string[] Told =
    [
        Parameters.Scope, Parameters.State, Parameters.RedirectUri, Parameters.ResponseMode, Parameters.ResponseType, Parameters.ClientId,
        Parameters.GrantType,
    ];

    /// <summary>In the order in which Okta tells them.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Given { get; init; }

    public static IReadOnlyList<KeyValuePair<string, string>> Of(Func<string, string?> parameter) =>
        [.. Told.Select(name => KeyValuePair.Create(name, parameter(name)!)).Where(given => given.Value is not null)];
}
