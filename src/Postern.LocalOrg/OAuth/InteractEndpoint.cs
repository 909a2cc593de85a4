using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary><c>{as}/v1/interact</c>: begins an interaction for a client, and hands it over (idx.md 2).</summary>
sealed class InteractEndpoint(ClientRequests requests, SignInMachine machine, OrgStore store, OrgDirectory directory)
{
    public async Task HandleAsync(HttpContext context)
    {
        await store.InOneWorkAsync(context.Origin, work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);
    }

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        if (!directory.Org.IsIdentityEngine)
            throw OAuthError.AccessDenied("The requested feature is not enabled in this environment.");

        var request = await requests.ReadForSignInAsync(context, Paths.Interact, work);
        ClientLimits.CheckNetwork(request.Client, context, directory.Org);
        request.CheckMayUse(GrantTypes.InteractionCode);
        var interaction = Read(request) with { Device = DeviceIn(context.Request, request.Client) };
        var handle = Secrets.New();
        await BeginAsync(request, StateHandles.TokenOf(handle), interaction, ct);
        work.Answer(() => context.Response.WriteJsonAsync(new() { InteractionHandle = handle }, OAuthJson.Wire.InteractionBody));
    }

    /// <summary>Of a server, whose calls bring no cookie of its user's browser. Who may be anybody is not believed (idx.md 2).</summary>
    static string? DeviceIn(HttpRequest request, App client) =>
        client.TokenEndpointAuthMethod is not ClientAuthMethods.None && request.Headers["X-Device-Token"] is [{ Length: > 0 } device]
            ? device
            : null;

    static Interaction Read(ClientRequest request)
    {
        var form = request.Form;
        var redirectUri = form[Parameters.RedirectUri];
        if (redirectUri is null || !request.Client.MayRedirectTo(redirectUri))
            throw OAuthError.InvalidRequest("The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.");

        var challenge = ReadChallenge(request);
        var scopes = request.ReadScopes();
        RequestedScopes.CheckOpenId(scopes, wantsIdToken: false);
        return new()
        {
            AuthorizationServerId = request.Server.Id, RedirectUri = redirectUri, Scopes = scopes,
            HasDefaultScopes = request.NamesNoScopes, CodeChallenge = challenge,
            IsConfidential = request.Client.TokenEndpointAuthMethod is not ClientAuthMethods.None,
            State = form[Parameters.State], Nonce = form[Parameters.Nonce],
            Context = AuthenticationContext.Read(form[Parameters.AcrValues])?.Value,
            LoginHint = form[Parameters.LoginHint],
            MaxAge = AuthorizeRequest.ReadMaxAge(form[Parameters.MaxAge]),
        };
    }

    static string ReadChallenge(ClientRequest request)
    {
        if (request.Form[Parameters.CodeChallenge] is not { } challenge)
            throw OAuthError.InvalidRequest(request.Client.TokenEndpointAuthMethod is ClientAuthMethods.None
                ? "PKCE code challenge is required when the token endpoint authentication method is 'NONE'."
                : "PKCE code challenge is required to use the interaction code flow.");
        if (request.Form[Parameters.CodeChallengeMethod] is not CodeChallengeMethods.S256)
            throw OAuthError.InvalidRequest("PKCE code challenge method is not supported. Valid values: [S256]");

        return PkceTexts.IsLongEnough(challenge) && PkceTexts.HasLegalCharacters(challenge)
            ? challenge
            : throw OAuthError.InvalidRequest("PKCE code challenge contains illegal characters.");
    }

    async Task BeginAsync(ClientRequest request, string stateToken, Interaction interaction, CancellationToken ct)
    {
        var (clientId, work) = (request.Client.ClientId, request.Work);
        if (MailedTokenOf(request, interaction) is not { } mailed)
        {
            await machine.Interactions.BeginAsync(stateToken, clientId, interaction, work, ct);
            return;
        }

        try
        {
            await machine.Interactions.BeginAsync(stateToken, clientId, interaction, mailed, work, ct);
        }
        catch (SignInRefusal.RecoveryTokenUnknown)
        {
            throw OAuthError.InvalidRequest(
                mailed.RecoveryType is RecoveryTypes.AccountActivation
                    ? "The activation token is invalid"
                    : "The recovery token is invalid");
        }
    }

    static MailedToken? MailedTokenOf(ClientRequest request, Interaction interaction)
    {
        if (request.Form["recovery_token"] is { } recovery)
            return new(RecoveryTypes.Password, recovery);
        if (request.Form["activation_token"] is not { } activation)
            return null;

        return interaction.IsConfidential
            ? new(RecoveryTypes.AccountActivation, activation)
            : throw OAuthError.InvalidRequest("Only confidential clients can use the activation token flow");
    }
}

/// <summary>What a client may go on with: idx.md 2.</summary>
sealed record InteractionBody
{
    public required string InteractionHandle { get; init; }

    public override string ToString() => "an interaction";
}
