using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>
/// A sign-in with the user's password, sent once and never again, and what comes of it (P9, P11, P12): what it has made it gives back.
/// </summary>
sealed class UserProbes(OktaClient client, UserCredentials user, AuthnAnswers answers)
{
    public async Task<bool> RunAsync(Examination exam, IReadOnlyList<string> grants, CancellationToken ct)
    {
        if (await SignInAsync(exam, ct) is not { } signedIn)
            return false;
        if (client.Options.RedirectUri is null)
            return exam.Add(Finding.Unclear(Checkpoint.Policy, "Without an app and its redirect URI there is nothing to ask for."));

        return await AuthorizeAsync(exam, signedIn, grants, ct) is { } response
            && await exam.TryAsync(Checkpoint.Code, () => client.SessionTokenFlow.ExchangeAsync(response, ct), ct) is { } tokens
            && await IsWellAsync(exam, tokens, ct);
    }

    /// <summary>Null where there is no session token and nothing in its place.</summary>
    async Task<AuthnTransaction?> SignInAsync(Examination exam, CancellationToken ct)
    {
        try
        {
            var done = await client.SessionTokenFlow.SignInAsync(user.Username, user.Password, answers, ct);
            exam.Add(Finding.Ok(Checkpoint.Password, "Okta took the password, and whatever else it asked for was answered."));
            return done;
        }
        catch (AuthnException odd) when (odd.Transaction is AuthnTransaction.SuccessWithoutSessionToken)
        {
            exam.Add(Finding.Unclear(Checkpoint.Password, "Okta took the password, and gave no session token.", "F03"));
            return odd.Transaction;
        }
        catch (AuthnException wanted) when (wanted.Transaction
            is AuthnTransaction.MfaRequired or AuthnTransaction.MfaChallenge or AuthnTransaction.MfaEnroll
            or AuthnTransaction.MfaEnrollActivate)
        {
            exam.Add(Finding.Ok(Checkpoint.Password, "Okta took the password."));
            exam.Add(Checkpoint.Factor, wanted, ct);
        }
        catch (OktaApiException refused) when (refused.ErrorCode is OktaErrorCodes.AuthenticationFailed)
        {
            Refuse(exam, refused, ct);
        }
        catch (OktaApiException refused) when (FailureReason.Of(refused) is { Id: "B16" })
        {
            exam.Add(Checkpoint.Factor, refused, ct);
        }
        catch (Exception failed) when (Examination.IsFinding(failed, ct))
        {
            exam.Add(Checkpoint.Password, failed, ct);
        }

        return null;
    }

    // Okta does not say why: what the password looks like may.
    void Refuse(Examination exam, OktaApiException refused, CancellationToken ct)
    {
        var look = new PasswordLook(user.Password);
        exam.Add(look.IsOdd
            ? Finding.Wrong(Checkpoint.Password, $"{refused.Message}. {look}", "H03")
            : Finding.Of(Checkpoint.Password, refused, exam.Flags, ct) with { Said = $"{refused.Message}. {look}" });
    }

    async Task<AuthorizeResponse?> AuthorizeAsync(
        Examination exam, AuthnTransaction signedIn, IReadOnlyList<string> grants, CancellationToken ct)
    {
        try
        {
            var response = signedIn is AuthnTransaction.Success success
                ? await client.SessionTokenFlow.AuthorizeAsync(success, ct: ct)
                : await client.SessionTokenFlow.AuthorizeAsync((AuthnTransaction.SuccessWithoutSessionToken)signedIn, ct: ct);
            exam.Add(Finding.Ok(
                Checkpoint.Policy, "The user is assigned, and the app's policy and the server's access policy let the request through."));
            return response;
        }
        catch (OAuthException refused) when (refused.Error is OAuthErrors.LoginRequired)
        {
            var finding = Finding.Of(Checkpoint.Policy, refused, exam.Flags, ct);
            exam.Add(finding with { Remedy = $"{finding.Remedy} {OtherWays(grants)}".TrimEnd() });
            exam.Add(Finding.Unclear(
                Checkpoint.Page, "What page a browser would see takes another session token, and so the password again: it is not asked."));
            return null;
        }
        catch (Exception failed) when (Examination.IsFinding(failed, ct))
        {
            exam.Add(Checkpoint.Policy, failed, ct);
            return null;
        }
    }

    static string OtherWays(IReadOnlyList<string> grants) =>
        (grants.Contains(GrantTypes.InteractionCode), grants.Contains(GrantTypes.MfaOtp) || grants.Contains(GrantTypes.MfaOob)) switch
        {
            (true, _) => "The app also has the interaction code, by which a program may answer what its policy asks.",
            (_, true) => "The app also has direct authentication, by which a program may answer what its policy asks.",
            _ => "",
        };

    async Task<bool> IsWellAsync(Examination exam, TokenSet tokens, CancellationToken ct)
    {
        exam.Add(Finding.Ok(Checkpoint.Code, "The code was redeemed, and every token is signed, fresh, the app's and this user's."));
        foreach (var finding in await new TokenLook(client, tokens).FindingsAsync(exam.Flags, ct))
            exam.Add(finding);

        await GiveBackAsync(tokens, ct);
        return !exam.IsWrong;
    }

    // Best effort: what was made for a look is no use to anybody afterwards.
    async Task GiveBackAsync(TokenSet tokens, CancellationToken ct)
    {
        try
        {
            if ((tokens.RefreshToken ?? tokens.AccessToken) is { } made)
                await client.RevokeAsync(made, ct: ct);
        }
        catch (Exception failed) when (Examination.IsFinding(failed, ct))
        {
            // It expires by itself.
        }
    }
}
