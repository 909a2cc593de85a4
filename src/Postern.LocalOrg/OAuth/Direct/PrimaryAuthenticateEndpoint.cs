using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary>
/// <c>{as}/v1/primary-authenticate</c>, once <c>oob-authenticate</c>: asks a user's phone in the place of a password (direct-auth.md 3.1).
/// </summary>
sealed class PrimaryAuthenticateEndpoint(
    ClientRequests requests, DirectSignIns signIns, PasswordSignIn users, OrgStore store, OrgDirectory directory)
{
    public Task HandleAsync(HttpContext context) => store.InOneWorkAsync(
        context.Origin, work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        OutOfBand.CheckEngine(directory.Org);
        var request = await requests.ReadAsync(context, Paths.PrimaryAuthenticate, work);
        var hint = request.Form[Parameters.ChallengeHint] ?? GrantTypes.Oob;
        if (hint is not GrantTypes.Oob)
            throw OAuthError.InvalidRequest($"'{hint}' is not supported as a 'challenge_hint'. Try again with another value.");

        request.CheckMayUse(GrantTypes.Oob);
        var login = request.Form[Parameters.LoginHint] ?? throw OAuthError.InvalidRequest("A 'login_hint' is required for the request.");
        var choice = OutOfBand.Choice(request.Form);
        var found = await users.FindAsync(login, ct) is { State: UserState.Active } credentials
            ? credentials
            : throw OAuthError.InvalidGrant("The 'login_hint' does not uniquely identify a user.");
        if (!request.Client.IsAssignedTo(found.User))
            throw OAuthError.AccessDenied("User is not assigned to the client application.");

        var token = new DirectToken(Parameters.OobCode, Secrets.New());
        var asked = await signIns.BeginAsync(request, token, found.User.Id, login, choice, ct);
        work.Answer(() => context.Response.WriteJsonAsync(
            OutOfBand.Body(asked.State.Transaction, token.Value, challengeType: null), OAuthJson.Wire.OutOfBandBody));
    }
}
