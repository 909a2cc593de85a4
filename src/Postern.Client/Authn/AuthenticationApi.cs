namespace Postern.Client;

/// <summary>
/// Okta's Authentication API, <c>/api/v1/authn</c>: the ways to begin a transaction, or to take one up again, that need no password. From
/// there on its own steps lead: <see cref="AuthnTransaction"/>.
/// </summary>
public sealed class AuthenticationApi
{
    readonly OktaClient _client;

    internal AuthenticationApi(OktaClient client) => _client = client;

    /// <summary>
    /// A user name alone, where one of the user's factors takes the password's place (Classic Engine's factor sequencing):
    /// <see cref="AuthnTransaction.Unauthenticated"/> lists them. With the password: <see cref="SessionTokenFlow"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The device token has more than 32 characters.</exception>
    /// <exception cref="OktaApiException">Okta refused: <c>E0000004</c> where no factor may come before the password.</exception>
    public Task<AuthnTransaction> BeginAsync(string username, AuthnOptions? options = null, CancellationToken ct = default) =>
        AuthnEndpoint.AuthenticateAsync(_client, username, null, options ?? new(), ct);

    /// <summary>A one-time activation token in the place of user name and password; what is to be set up first is a state.</summary>
    /// <exception cref="OktaApiException">The token is none, was used or has expired.</exception>
    public Task<AuthnTransaction> ActivateAsync(string activationToken, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(_client, "", new() { Token = activationToken }, ct);

    /// <summary>The current state of a transaction that another process began; its lifetime begins again.</summary>
    /// <exception cref="OktaApiException"><c>E0000011</c>: the state token has expired, or was used up.</exception>
    public Task<AuthnTransaction> ResumeAsync(string stateToken, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(_client, "", new() { StateToken = stateToken }, ct);

    /// <summary>Begins to recover a forgotten password.</summary>
    /// <param name="username">Whose; the answer does not tell whether there is such a user.</param>
    /// <param name="factorType">
    /// <c>EMAIL</c>, <c>SMS</c> or <c>CALL</c>. Null: only with an <see cref="OktaClientOptions.ApiToken"/>, which is answered with the
    /// recovery token.
    /// </param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="OktaApiException">The org's policy has no such recovery, or a code was sent a moment ago.</exception>
    public Task<AuthnTransaction> RecoverPasswordAsync(string username, string? factorType, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(_client, "/recovery/password", new() { Username = username, FactorType = factorType }, ct);

    /// <summary>Begins to unlock an account.</summary>
    /// <inheritdoc cref="RecoverPasswordAsync" path="/param"/>
    /// <inheritdoc cref="RecoverPasswordAsync" path="/exception"/>
    public Task<AuthnTransaction> UnlockAsync(string username, string? factorType, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(_client, "/recovery/unlock", new() { Username = username, FactorType = factorType }, ct);

    /// <summary>Goes on with the recovery token of a mail, or of <see cref="AuthnTransaction.RecoveryToken"/>; it is good once.</summary>
    /// <exception cref="OktaApiException">The token is none, was used or has expired.</exception>
    public Task<AuthnTransaction> RecoverAsync(string recoveryToken, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(_client, "/recovery/token", new() { RecoveryToken = recoveryToken }, ct);
}
