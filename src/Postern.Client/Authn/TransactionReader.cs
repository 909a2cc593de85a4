using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>Makes a transaction of what Okta wrote: one case for each status.</summary>
static class TransactionReader
{
    public static AuthnTransaction Read(OktaClient client, AuthnResponse response) => CaseOf(response) with
    {
        Client = client,
        StateToken = response.StateToken,
        ExpiresAt = response.ExpiresAt,
        FactorResult = response.FactorResult,
        RecoveryType = response.RecoveryType,
        RecoveryToken = response.RecoveryToken,
        RelayState = response.RelayState,
        User = response.Embedded?.User is { } user ? UserOf(user) : null,
        Factors = FactorsOf(client, response),
        Policy = response.Embedded?.Policy ?? default,
        Links = LinksOf(response.Links),
    };

    static AuthnTransaction CaseOf(AuthnResponse response) => response.Status switch
    {
        AuthnStatuses.Success when response.SessionToken is { Length: > 0 } sessionToken =>
            new AuthnTransaction.Success { SessionToken = sessionToken },
        AuthnStatuses.Success => new AuthnTransaction.SuccessWithoutSessionToken(),
        AuthnStatuses.LockedOut => new AuthnTransaction.LockedOut(),
        AuthnStatuses.PasswordWarn => new AuthnTransaction.PasswordWarn(),
        AuthnStatuses.PasswordExpired => new AuthnTransaction.PasswordExpired(),
        AuthnStatuses.PasswordReset => new AuthnTransaction.PasswordReset(),
        AuthnStatuses.MfaRequired => new AuthnTransaction.MfaRequired(),
        AuthnStatuses.MfaChallenge =>
            new AuthnTransaction.MfaChallenge { ChallengeType = response.ChallengeType, ForAny = response.Embedded?.Challenge ?? default },
        AuthnStatuses.MfaEnroll => new AuthnTransaction.MfaEnroll(),
        AuthnStatuses.MfaEnrollActivate => new AuthnTransaction.MfaEnrollActivate(),
        AuthnStatuses.Recovery => new AuthnTransaction.Recovery(),
        AuthnStatuses.RecoveryChallenge => new AuthnTransaction.RecoveryChallenge(),
        AuthnStatuses.Unauthenticated => new AuthnTransaction.Unauthenticated(),
        AuthnStatuses.ConsentRequired or AuthnStatuses.AdminConsentRequired or AuthnStatuses.ProfileRequired or AuthnStatuses.FactorRequired
            or AuthnStatuses.FactorEnroll or AuthnStatuses.Poll or AuthnStatuses.DeviceActivate =>
                new AuthnTransaction.SignInPageOnly(response.Status),
        _ => new AuthnTransaction.Unknown(response.Status),
    };

    static AuthnUser UserOf(UserResponse user) => new()
    {
        Id = user.Id,
        Login = user.Profile?.Login,
        FirstName = user.Profile?.FirstName,
        LastName = user.Profile?.LastName,
        PasswordChanged = user.PasswordChanged,
        RecoveryQuestion = user.RecoveryQuestion?.Question,
    };

    static List<AuthnFactor> FactorsOf(OktaClient client, AuthnResponse response) =>
    [
        .. OneOrMany(response.Embedded?.Factors ?? default).Concat(OneOrMany(response.Embedded?.Factor ?? default))
            .Select(json => FactorOf(json) with { Client = client, StateToken = response.StateToken }),
    ];

    static AuthnFactor FactorOf(JsonElement json)
    {
        var factor = json.Deserialize(OktaJson.Default.FactorResponse);
        return new()
        {
            Id = factor?.Id,
            FactorType = factor?.FactorType ?? "unnamed",
            Provider = factor?.Provider,
            VendorName = factor?.VendorName,
            Status = factor?.Status,
            Enrollment = factor?.Enrollment,
            Profile = factor?.Profile ?? default,
            Embedded = factor?.Embedded ?? default,
            Links = LinksOf(factor?.Links),
        };
    }

    static Dictionary<string, IReadOnlyList<AuthnLink>> LinksOf(Dictionary<string, JsonElement>? links) =>
        links?.ToDictionary(link => link.Key, IReadOnlyList<AuthnLink> (link) => [.. OneOrMany(link.Value).Select(LinkOf)]) ?? [];

    /// <summary>Those of one key, deeper in the transaction.</summary>
    public static IReadOnlyList<AuthnLink> LinksIn(JsonElement links, string key) =>
        [.. OneOrMany(AuthnFactor.Member(links, key)).Select(LinkOf)];

    static AuthnLink LinkOf(JsonElement json)
    {
        var link = json.Deserialize(OktaJson.Default.LinkResponse);
        return new() { Name = link?.Name, Href = link?.Href ?? "", Allow = link?.Hints?.Allow ?? [] };
    }

    // "resend" is an array in some states and a single object in others.
    static IEnumerable<JsonElement> OneOrMany(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray(),
        JsonValueKind.Object => [json],
        _ => [],
    };
}
