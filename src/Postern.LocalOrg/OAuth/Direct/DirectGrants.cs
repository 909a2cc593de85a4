using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary>By which grant each kind of factor is asked, and whether a client may go on by any: direct-auth.md 0 to 4.</summary>
static class DirectGrants
{
    static readonly string[] All =
    [
        GrantTypes.Otp, GrantTypes.MfaOtp, GrantTypes.Oob, GrantTypes.MfaOob, GrantTypes.WebAuthn, GrantTypes.MfaWebAuthn,
    ];

    /// <summary>Null where none is for it, such as a question.</summary>
    public static string? SecondOf(string factorType) => factorType switch
    {
        FactorTypes.Totp or FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken => GrantTypes.MfaOtp,
        FactorTypes.Push or FactorTypes.Sms or FactorTypes.Call => GrantTypes.MfaOob,
        FactorTypes.WebAuthn => GrantTypes.MfaWebAuthn,
        _ => null,
    };

    /// <summary>
    /// As an access policy's rule judges it. UNCONFIRMED (direct-auth.md 4): no rule can name a security key's, which counts as a
    /// code does.
    /// </summary>
    public static string InRules(string grantType) => grantType switch
    {
        GrantTypes.WebAuthn => GrantTypes.Otp,
        GrantTypes.MfaWebAuthn => GrantTypes.MfaOtp,
        _ => grantType,
    };

    /// <summary>
    /// What discovery tells of them, in the order of the recorded one: those whose factors the org has switched on. Those of security keys
    /// are not in it (direct-auth.md 0, 4).
    /// </summary>
    public static IReadOnlyList<string> Of(Organization org)
    {
        if (!org.IsIdentityEngine)
            return [];

        HashSet<string?> on = [.. OrgFactors.All.Where(factor => org.IsOn(factor.Authenticator, factor.Method))
            .Select(factor => SecondOf(factor.FactorType))];
        return
        [
            .. on.Contains(GrantTypes.MfaOtp) ? All[..2] : [], .. on.Contains(GrantTypes.MfaOob) ? All[2..4] : [],
        ];
    }

    /// <summary>
    /// Of somebody who needs one more of these. UNCONFIRMED (oidc.md 22): the occasions, which the texts suggest.
    /// </summary>
    /// <exception cref="OAuthError">None can be asked, by this app or by what its client says it can do.</exception>
    public static void CheckMayGoOn(ClientRequest request, IReadOnlyList<Factor> factors)
    {
        var needed = factors.Select(factor => SecondOf(factor.FactorType)).OfType<string>().Distinct().ToList();
        if (needed.Count == 0)
            throw Denied("No supported authenticators are available.");
        if (!needed.Exists(request.Client.GrantTypes.Contains))
            throw Denied("The grant types required to satisfy sign on policy are disabled for the client.");
        if (Supported(request) is { } supported && !needed.Exists(supported.Contains))
            throw Denied(
                $"The 'grant_types_supported' '{string.Join(' ', supported)}' are not sufficient to satisfy the authentication policy. " +
                "Configure additional grant types for the client or revise the authentication policy to allow the user to sign-in.");
    }

    /// <summary>What the client says it can go on with; null: it does not say.</summary>
    /// <exception cref="OAuthError">Something that is none.</exception>
    public static IReadOnlyList<string>? Supported(ClientRequest request)
    {
        if (request.Form[Parameters.GrantTypesSupported]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { } supported)
            return null;

        return supported.FirstOrDefault(type => type is not GrantTypes.Password && !All.Contains(type)) is { } unknown
            ? throw OAuthError.InvalidRequest($"{unknown} is not supported as a 'grant_type'. Remove or replace the value and try again.")
            : supported;
    }

    static OAuthError Denied(string description) => new(OAuthErrors.AccessDenied, description, 403);
}
