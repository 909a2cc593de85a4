using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// An authorize request for no tokens at all: the app wants its user to set factors up, and to have the user back
/// (<c>prompt=enroll_authenticator</c>, oidc.md 3).
/// </summary>
sealed class AuthenticatorEnrollment(CredentialStore credentialStore, SignInMachine machine, AuthorizePages pages, SignInPages signInPages)
{
    /// <summary>The names of the authenticators; null where the request is for something else.</summary>
    public static IReadOnlyList<string>? Read(AuthorizeTarget target, AuthorizeParameters parameters)
    {
        var isPrompted = parameters[Parameters.Prompt] is Prompts.EnrollAuthenticator;
        if (target.ResponseTypes is not [ResponseTypes.None])
            return isPrompted ? throw OAuthError.InvalidRequest("Authenticator enrollment requires 'none' response_type.") : null;

        if (!isPrompted)
            throw OAuthError.InvalidRequest(
                "'prompt' parameter must have the value 'enroll_authenticator' for request with 'none' as response_type.");
        foreach (var name in (ReadOnlySpan<string>)[Parameters.Scope, Parameters.Nonce, Parameters.Resource])
            if (parameters[name] is not null)
                throw OAuthError.InvalidRequest($"'{name}' parameter is not supported for request with 'none' as response_type.");
        if (parameters[Parameters.MaxAge] is not "0")
            throw OAuthError.InvalidRequest(
                "'max_age' parameter must have the value '0' for request with 'enroll_authenticator' as prompt.");
        if (parameters[Parameters.AcrValues] is not AuthenticationContext.FactorIfPossible)
            throw OAuthError.InvalidRequest(
                "'acr_values' parameter must have the value 'urn:okta:loa:2fa:any:ifpossible' for request with 'enroll_authenticator' as " +
                "prompt.");

        var names = parameters[Parameters.EnrollAmrValues]?.Split(' ') ?? [];
        return names.Length > 0 && names.All(Authenticators.IsKnown)
            ? names
            : throw OAuthError.InvalidRequest(
                "'enroll_amr_values' parameter must have valid space delimited authenticators list for request with 'none' as " +
                "response_type.");
    }

    /// <summary>
    /// Shows the page for what is missing; where nothing is, the user goes back. UNCONFIRMED (oidc.md 3): what the user's enrolment policy
    /// does not allow is passed over.
    /// </summary>
    public async Task AnswerAsync(
        HttpContext context, AuthorizeRequest request, AuthorizeParameters parameters, LiveSession live, Work work, CancellationToken ct)
    {
        var credentials = await credentialStore.FindCredentialsOfAsync(live.Authentication.UserId, ct)
            ?? throw OAuthError.InvalidUserStatus();
        var reached = await machine.ReachAsync(
            new(credentials, live.Authentication.Methods.Split(' '))
            {
                Enrolls = request.Enrolls,
                Address = Forwarding.CallerOf(context)?.ToString(),
            },
            ct);
        if (reached.Status is AuthnStatuses.Success)
        {
            work.Answer(() => AuthorizeAnswer.WriteAsync(context, request.Target, [new(Parameters.State, request.Target.State!)]));
            return;
        }

        var key = pages.Keep(work, request, parameters);
        if (await machine.KeepAsync(reached, work, ct) is SignInOutcome.Pending pending)
            work.Answer(() => signInPages.ShowAsync(context, new(key, pending), problem: null));
    }
}
