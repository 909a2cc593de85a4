using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>One kind of factor: how it is enrolled, challenged and verified (authn.md 7).</summary>
abstract class FactorKind(string factorType, string provider, string prefix, string method)
{
    public string FactorType => factorType;

    public string Provider => provider;

    /// <summary>The first three letters of its ids: authn.md 1.</summary>
    public string Prefix => prefix;

    /// <summary>The <c>amr</c> value that it proves.</summary>
    public string Method => method;

    /// <summary>Whether something must be sent before it can be answered.</summary>
    public virtual bool IsChallenged => false;

    /// <summary>What <c>factorResult</c> is while it waits for its answer; null where nothing is said.</summary>
    public virtual string? Awaits => null;

    /// <summary>Whether what was sent can be sent again.</summary>
    public virtual bool IsSent => IsChallenged;

    /// <summary>Whether enrolling it is all: nothing is left to activate.</summary>
    public virtual bool IsActiveAtOnce => false;

    /// <summary>A factor that the user may enroll, not stored anywhere yet. Its id is given by the caller.</summary>
    /// <exception cref="SignInRefusal">The profile is not what this kind needs.</exception>
    public abstract Factor Enroll(FactorProfile profile, User user);

    /// <summary>Sends what is to be answered.</summary>
    public virtual Task<Challenge> ChallengeAsync(Factor factor, FactorSurroundings around, CancellationToken ct) =>
        Task.FromResult(new Challenge { SentAt = around.Now.ToUnixTimeSeconds(), ExpiresAt = around.Now.ToUnixTimeSeconds() });

    /// <summary>The same while it is being enrolled: nobody is signing in with it yet.</summary>
    public virtual Task<Challenge> ChallengeNewAsync(Factor factor, FactorSurroundings around, CancellationToken ct) =>
        ChallengeAsync(factor, around, ct);

    /// <summary>Returns where the answer is right.</summary>
    /// <exception cref="SignInRefusal">It is not.</exception>
    public abstract Task VerifyAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct);

    /// <summary>The factor as it is kept once it has proved itself.</summary>
    /// <exception cref="SignInRefusal">It has not.</exception>
    public virtual async Task<Factor> ActivateAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct)
    {
        if (!HasAnswer(answer))
            throw new SignInRefusal.Blank(SignInField.Passcode);
        await VerifyAsync(factor, challenge, answer, around, ct);
        return factor;
    }

    /// <summary>Whether this answers, rather than asks for a challenge.</summary>
    public virtual bool HasAnswer(FactorAnswer answer) => answer.Passcode is not null;
}
