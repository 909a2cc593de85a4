using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Postern.Local.SignIn;

namespace Postern.Local.Authn;

/// <summary><c>POST /api/v1/authn</c>: authn.md 3.</summary>
sealed class PrimaryAuthentication(PasswordSignIn signIn, Transactions transactions, RateLimiter limits)
{
    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = await ReadAsync(context.Request, ct);
        await context.Response.WriteJsonAsync(await AnswerAsync(request, ct), OktaJson.Wire.TransactionBody);
    }

    async Task<TransactionBody> AnswerAsync(AuthnRequest request, CancellationToken ct)
    {
        if (request.StateToken is { } stateToken)
            return await transactions.ContinueAsync(stateToken, ct);
        if (request.Token is not null)
            throw OktaError.AuthenticationFailed(); // no activation token has been handed out
        if (request.Audience is { Length: > 0 } audience)
            throw OktaError.Invalid("authRequest", $"Sign in not allowed for app '{audience}'.");

        // UNCONFIRMED (authn.md 3.1): the wording.
        if (request is not { Username: { Length: > 0 } username, Password: { Length: > 0 } password })
            throw OktaError.Invalid("authRequest", "The 'username' and 'password' attributes are required in this context.");
        if (!limits.TryTakeForUser(username))
            throw OktaError.RateLimited();

        return await transactions.BeginAsync(await signIn.TryAsync(username, password, ct), request.RelayState, ct);
    }

    // Read here, not by the binder: binding failures happen before the filter and would leave as bare 415s and 500s.
    static async Task<AuthnRequest> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        MediaTypes.Check(request);
        try
        {
            return await JsonSerializer.DeserializeAsync(request.BodyReader, OktaJson.Wire.AuthnRequest, ct) ?? throw OktaError.Malformed();
        }
        catch (JsonException)
        {
            throw OktaError.Malformed();
        }
    }
}
