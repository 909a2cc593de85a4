using System.Globalization;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>Takes a direct authentication to its tokens with the answers that there are, each factor once.</summary>
sealed class DirectDriver(OktaClientOptions options, AuthnAnswers answers)
{
    readonly DirectFactors _factors = new(answers);
    readonly List<string> _answered = [];

    public async Task<TokenSet> FinishAsync(DirectAuthentication begun, CancellationToken ct)
    {
        for (var state = begun; ;)
        {
            if (state is DirectAuthentication.Granted granted)
                return granted.Tokens;

            state = await NextAsync(state, ct).ConfigureAwait(false);
        }
    }

    /// <summary>With a factor in the password's place.</summary>
    public Task<DirectAuthentication> BeginAsync(
        DirectAuthenticationFlow flow, string username, GrantOptions? grant, CancellationToken ct)
    {
        var factors = _factors.Answerable([], []);
        return factors.Count > 0
            ? TakeAsync(
                factors,
                new(
                    (code, token) => flow.BeginWithCodeAsync(username, code, grant, token),
                    (channel, token) => flow.BeginWithChannelAsync(username, channel, grant, token),
                    token => flow.BeginWithKeyAsync(username, grant, token)),
                ct)
            : throw new ArgumentException(
                "Without a password there must be an answer to begin with: the seed of one-time passwords, codes, a push, or a key that " +
                "signs.");
    }

    Task<DirectAuthentication> NextAsync(DirectAuthentication state, CancellationToken ct) => state switch
    {
        DirectAuthentication.MfaRequired required => AnswerAsync(required, ct),
        DirectAuthentication.Challenged { WantsCode: true } challenged => AnswerCodeAsync(challenged, ct),
        DirectAuthentication.Challenged challenged => AwaitAsync(challenged, ct),
        DirectAuthentication.KeyChallenged challenged => SignAsync(challenged, ct),
        _ => throw new InvalidOperationException($"There is no step after {state}."),
    };

    Task<DirectAuthentication> AnswerAsync(DirectAuthentication.MfaRequired required, CancellationToken ct)
    {
        var factors = _factors.Answerable(required.ChallengeTypes, _answered);
        if (factors.Count > 0)
            return TakeAsync(factors, new(required.AnswerCodeAsync, required.ChallengeAsync, required.ChallengeKeyAsync), ct);

        required.Said!.Hint = DirectFactors.Unanswered(_answered, required.ChallengeTypes);
        throw required.Said;
    }

    /// <summary>
    /// What the user has not is refused before anything counts, and the next is taken; what was answered wrongly ends it.
    /// </summary>
    async Task<DirectAuthentication> TakeAsync(IReadOnlyList<AuthnFactor> factors, DirectStart start, CancellationToken ct)
    {
        var first = factors.Count > 1 && answers.ChooseAsync is { } choose ? await choose(factors, ct).ConfigureAwait(false) : factors[0];
        List<AuthnFactor> order = [first, .. factors.Where(factor => factor != first)];
        for (var i = 0; ; i++)
        {
            _answered.Add(order[i].FactorType);
            try
            {
                return await StartAsync(order[i], start, ct).ConfigureAwait(false);
            }
            catch (OAuthException cannot) when (
                cannot is { Stage: Stage.DirectAuthentication, Error: OAuthErrors.AccessDenied } && i + 1 < order.Count)
            {
                // The user has no such factor, or the policy does not take it.
            }
        }
    }

    async Task<DirectAuthentication> StartAsync(AuthnFactor factor, DirectStart start, CancellationToken ct) => factor.FactorType switch
    {
        FactorTypes.Sms => await start.Channel(OobChannel.Sms, ct).ConfigureAwait(false),
        FactorTypes.Call => await start.Channel(OobChannel.Voice, ct).ConfigureAwait(false),
        FactorTypes.Push => await start.Channel(OobChannel.Push, ct).ConfigureAwait(false),
        FactorTypes.WebAuthn => await start.Key(ct).ConfigureAwait(false),
        FactorTypes.Totp when answers.Totp is { } totp =>
            // A code that was used before is not told from a wrong one, which counts: it is not tried again.
            await start.Code(await new TotpCodes(options, totp, answers.TotpProgress).NextAsync(ct).ConfigureAwait(false), ct)
                .ConfigureAwait(false),
        _ => await start.Code(await CodeAsync(factor, ct).ConfigureAwait(false), ct).ConfigureAwait(false),
    };

    async Task<DirectAuthentication> AnswerCodeAsync(DirectAuthentication.Challenged challenged, CancellationToken ct)
    {
        var factor = DirectFactors.Of(challenged.Channel);
        return await challenged.AnswerAsync(await CodeAsync(factor, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
    }

    async Task<string> CodeAsync(AuthnFactor factor, CancellationToken ct) =>
        await answers.CodeAsync!(factor, ct).ConfigureAwait(false) is { Length: > 0 } code
            ? code.Trim()
            : throw new OAuthException(
                Stage.DirectAuthentication,
                OAuthErrors.MfaRequired,
                $"The code of the factor {factor.FactorType} was asked for, and none came.",
                DirectFactors.Unanswered([], []));

    async Task<DirectAuthentication> AwaitAsync(DirectAuthentication.Challenged challenged, CancellationToken ct)
    {
        int? number = int.TryParse(challenged.Number, NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : null;
        var wait = new PushWait(DirectFactors.Of(challenged.Channel), number);
        var patience = options.Time.GetUtcNow() + answers.PushPatience;
        Tell();
        try
        {
            return await challenged.Call!.WaitAsync(challenged, Earlier(patience, challenged.ExpiresAt), Tell, ct).ConfigureAwait(false);
        }
        catch (OAuthException refused)
        {
            refused.MayBeAPersons = true;
            throw;
        }

        void Tell() => answers.PushProgress?.Report(wait);
    }

    async Task<DirectAuthentication> SignAsync(DirectAuthentication.KeyChallenged challenged, CancellationToken ct) =>
        answers.SignAsync is { } sign && await sign(challenged.PublicKey, ct).ConfigureAwait(false) is { } assertion
            ? await challenged.AnswerAsync(assertion, ct).ConfigureAwait(false)
            : throw new OAuthException(
                Stage.DirectAuthentication,
                OAuthErrors.MfaRequired,
                "A security key was asked, and signed nothing.",
                DirectFactors.Unanswered([], []));

    static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>The ways to ask for a factor: as the first one, or after another.</summary>
sealed record DirectStart(
    Func<string, CancellationToken, Task<DirectAuthentication>> Code,
    Func<OobChannel, CancellationToken, Task<DirectAuthentication.Challenged>> Channel,
    Func<CancellationToken, Task<DirectAuthentication.KeyChallenged>> Key);
