using Postern.LocalOrg.OAuth.Grants;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Direct;

/// <summary>
/// Sign-ins that a client does for its user, factor by factor, each a transaction of the machine's under a token of the client's
/// (direct-auth.md 1 to 3).
/// </summary>
sealed class DirectSignIns(SignInMachine machine)
{
    /// <summary>Of <c>mfa_token</c> and <c>oob_code</c>: direct-auth.md 3.3.</summary>
    public static readonly TimeSpan Lifetime = Transactions.StateTokenLifetime;

    /// <summary>What the transaction is kept under; the client's token is nobody's to read.</summary>
    public static string KeyOf(string token) => StateHandles.TokenOf($"direct {token}");

    /// <summary>What a client may be told to answer a push or a message with: it stands and falls with what was sent.</summary>
    public static string OobCodeOf(string mfaToken, Transaction transaction) =>
        Secrets.Hash($"oob {mfaToken} {transaction.Factor?.Id} {transaction.Challenge?.PushId} {transaction.Challenge?.CodeHash}");

    /// <summary>For the client at the server that it was begun for, and no other.</summary>
    public static void Check(ClientRequest request, Transaction transaction)
    {
        if (transaction.Interaction is not { IsDirect: true })
            throw new SignInRefusal.TransactionGone();
        if (transaction.AppId != request.Client.ClientId)
            throw new OAuthError(
                OAuthErrors.InvalidClient,
                $"The client_id '{request.Client.ClientId}' does not match the client_id in the original request '{transaction.AppId}'. " +
                "Use the original client id and try again.",
                401);
        if (transaction.Interaction?.AuthorizationServerId != request.Server.Id)
            throw OAuthError.InvalidRequest(
                $"The authorization server id '{request.Server.Id}' in the url_path parameter does not match the authorization server id " +
                $"in the original request '{transaction.Interaction?.AuthorizationServerId}'. Use the original authorization server id " +
                "and try again.");
    }

    /// <summary>A new one with its first step: a password, a code, or the choice of what is to be asked.</summary>
    /// <param name="request">Of the client.</param>
    /// <param name="token">What it is to be called.</param>
    /// <param name="userId">Empty where the step finds out.</param>
    /// <param name="login">As it was given.</param>
    /// <param name="input">The step.</param>
    /// <param name="ct">Ends it.</param>
    public Task<SignInOutcome.Pending> BeginAsync(
        ClientRequest request, DirectToken token, string userId, string login, SignInInput input, CancellationToken ct) => SayingAsync(
        token,
        () => machine.Interactions.BeginWithAsync(
            token.Key,
            new()
            {
                UserId = userId, Status = AuthnStatuses.Unauthenticated, AppId = request.Client.ClientId, HasSkippedEnrollment = true,
                Address = request.Address?.ToString(),
                Interaction = new()
                {
                    AuthorizationServerId = request.Server.Id, Login = login, IsDirect = true, Context = ContextOf(request),
                    Scopes = request.Form[Parameters.Scope] is null ? [] : request.ReadScopes(),
                },
            },
            input, request.Work, ct));

    /// <summary>
    /// UNCONFIRMED: that values other than attestation's count here. Where they do not, tokens would say less than what was asked for. One
    /// is taken where the sign-in begins.
    /// </summary>
    static string? ContextOf(ClientRequest request) =>
        AuthenticationContext.Read(request.Form[Parameters.AcrValues]) is { IsAttestation: false } context ? context.Value : null;

    /// <summary>A step on it.</summary>
    public Task<SignInOutcome.Pending> TakeAsync(
        ClientRequest request, DirectToken token, Func<Transaction, SignInInput> read, CancellationToken ct) => SayingAsync(
        token,
        () => machine.TakeAsync(
            token.Key,
            transaction =>
            {
                Check(request, transaction);
                return read(transaction);
            },
            request.Work, ct));

    /// <summary>What is refused is said in the words of this surface.</summary>
    static async Task<SignInOutcome.Pending> SayingAsync(DirectToken token, Func<Task<SignInOutcome>> take)
    {
        try
        {
            return (SignInOutcome.Pending)await take();
        }
        catch (SignInRefusal refusal)
        {
            throw Of(refusal, token.Parameter);
        }
    }

    /// <summary>What a step led to: tokens once, or what is asked besides.</summary>
    public static Granted GrantedBy(ClientRequest request, SignInOutcome.Pending reached, string grantType, DirectToken token)
    {
        if (reached is not { State: SignInState.Finished { Credentials: { } credentials, Transaction: { } done }, HasChanged: true })
            throw Required(request, reached.State, token);

        return OfProved(request, credentials, done.Methods, grantType, done.Interaction!);
    }

    static Granted OfProved(
        ClientRequest request, Credentials credentials, IReadOnlyList<string> methods, string grantType, Interaction interaction)
    {
        var context = AuthenticationContext.Read(request.Form[Parameters.AcrValues]);
        if (context is { IsAttestation: true } && !interaction.RequiresFactor)
            throw AuthorizeSession.NothingToAttest();

        var scopes = ScopesOf(request, interaction);
        RequestedScopes.CheckOpenId(scopes, wantsIdToken: false);
        var grant = request.GrantTo(credentials.User, grantType, scopes);
        ScopeConsents.CheckPassword(request.Server, request.Client, grant.Scopes);
        grant = grant with
        {
            AuthenticatedAt = interaction.FinishedAt ?? 0,
            Methods = methods,
            Context = context is { IsAttestation: true } ? context.Value : interaction.Context,
        };
        return Granted.OfSignIn(grant, request.Client);
    }

    /// <summary>Those of the request that began it, where that named any.</summary>
    static IReadOnlyList<string> ScopesOf(ClientRequest request, Interaction interaction)
    {
        if (interaction.Scopes.Count == 0)
            return request.ReadScopes();

        return request.Form[Parameters.Scope] is not { } given || RequestedScopes.Split(given).ToHashSet().SetEquals(interaction.Scopes)
            ? interaction.Scopes
            : throw OAuthError.InvalidScope(
                $"The requested scopes '{given}' do not match the scopes requested in the original request " +
                $"'{string.Join(' ', interaction.Scopes)}'. Use the originally requested scopes and try again.");
    }

    /// <summary>Whoever has nothing to answer with, and must set something up first, cannot do so here.</summary>
    static OAuthError Required(ClientRequest request, SignInState state, DirectToken token) => state.Transaction.Status switch
    {
        AuthnStatuses.MfaRequired => MoreRequired(request, (SignInState.ChoosingFactor)state, token),
        AuthnStatuses.PasswordExpired => new(OAuthErrors.AccessDenied, "The user's password is expired.", 403),
        AuthnStatuses.MfaEnroll => EnrollmentRequired(),
        _ => OAuthError.InvalidGrant($"'{token.Parameter}' has expired. Use a new 'oob_code' or 'mfa_token' and try again."),
    };

    /// <summary>
    /// What began without a token that its client could go on with, such as by a key alone, goes on by the one that it began with.
    /// </summary>
    static OAuthError MoreRequired(ClientRequest request, SignInState.ChoosingFactor state, DirectToken token)
    {
        DirectGrants.CheckMayGoOn(request, state.Factors);
        return new(OAuthErrors.MfaRequired, "Verify with an additional authenticator to complete the sign-in process.", 403)
        {
            MfaToken = token.Value,
        };
    }

    public static OAuthError TooMany() =>
        new(OAuthErrors.InvalidGrant, "API call exceeded rate limit due to too many requests.", 429);

    public static OAuthError EnrollmentRequired() => new(
        OAuthErrors.AccessDenied,
        "The required authenticator cannot be used. Check if it is required by policy and the user is enrolled in the authenticator and " +
        "try again.",
        403);

    static OAuthError Of(SignInRefusal refusal, string parameter) => refusal switch
    {
        SignInRefusal.TransactionGone or SignInRefusal.WrongState => new(
            OAuthErrors.AccessDenied, $"'{parameter}' has expired. Use a new 'oob_code' or 'mfa_token' and try again.", 403),
        SignInRefusal.TooManyAttempts or SignInRefusal.SentRecently => TooMany(),
        // UNCONFIRMED (direct-auth.md 4): what is said of a key that signed something else.
        SignInRefusal.WrongCredentials or SignInRefusal.WrongAnswer { Kind: AnswerKind.SecurityKey } or SignInRefusal.NotBase64 =>
            OAuthError.InvalidGrant("The credentials provided were invalid."),
        SignInRefusal.NoSuchFactor { WouldNotHelp: true } => new(
            OAuthErrors.AccessDenied,
            "Unable to prompt for the requested authenticators. Review the Authentication Policy’s requirements or request another " +
            "authenticator and try again.",
            403),
        SignInRefusal.NoSuchFactor => EnrollmentRequired(),
        SignInRefusal.NotSent => new(OAuthErrors.ServerError, "Failed to initiate out-of-band authentication.", 500),
        SignInRefusal.SecurityKeysUnsupported => new(
            OAuthErrors.ServerError,
            "This org cannot verify security keys: add the package Postern.LocalOrg.WebAuthn and set LocalOrgOptions.SecurityKeys.", 501),
        SignInRefusal.NotAssigned => OAuthError.AccessDenied("User is not assigned to the client application."),
        SignInRefusal.AccessDenied or SignInRefusal.Unsatisfiable => new(
            OAuthErrors.AccessDenied,
            "User couldn't be signed-in through direct authentication because authentication policy wasn't satisfied.", 403),
        _ => OAuthError.InvalidGrant("The 'otp' provided is either empty or incorrect. Use the correct OTP and try again."),
    };
}

/// <summary>What names a sign-in: the parameter that it came in, and its value.</summary>
sealed record DirectToken(string Parameter, string Value)
{
    public string Key => DirectSignIns.KeyOf(Value);

    public override string ToString() => Parameter;
}
