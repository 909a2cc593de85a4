namespace Postern.Client;

/// <summary>What one question to the token endpoint brought while somebody is deciding elsewhere; a refusal is thrown.</summary>
public abstract record PollResult
{
    PollResult()
    {
    }

    internal static PollResult Of(Polled<TokenSet> polled) => polled switch
    {
        { Decided: { } tokens } => new Granted(tokens),
        { IsTooFast: true } => new SlowDown(),
        _ => new Pending(),
    };

    /// <summary>Nobody has decided yet: ask again after the interval.</summary>
    public sealed record Pending : PollResult;

    /// <summary>As pending, and the interval grows by 5 s for this and all later questions: RFC 8628 section 3.5.</summary>
    public sealed record SlowDown : PollResult;

    /// <summary>Somebody has said yes.</summary>
    /// <param name="Tokens">Validated.</param>
    public sealed record Granted(TokenSet Tokens) : PollResult
    {
        /// <summary>The tokens as fingerprints.</summary>
        public override string ToString() => $"Granted {{ {Tokens} }}";
    }
}
