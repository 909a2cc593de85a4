namespace Postern.Client;

/// <summary>One way to tokens, as the ladder sees it.</summary>
interface IRung
{
    SignInWay Way { get; }

    /// <summary>Why it cannot work, as far as that is known before anything is sent; null: it may.</summary>
    /// <param name="run">What is to be done.</param>
    /// <param name="pipeline">The org's engine, as it says it; null where it does not.</param>
    Closing? IsClosed(SignInRun run, string? pipeline);

    Task<TokenSet> GetTokensAsync(SignInRun run, CancellationToken ct);

    /// <summary>
    /// What the failure says of this way alone, so that the next may do better; null where it would be the same on any: a password that was
    /// refused ends everything.
    /// </summary>
    Closing? Leaves(OktaException failure);
}

/// <summary>Why a way is closed, and what would open it.</summary>
sealed record Closing(string Answer, string Opens)
{
    /// <summary>In the failure's own words.</summary>
    public static Closing By(OktaException failure) => new(failure.Message, failure.Hint);

    /// <summary>The org does not have what was asked for at all.</summary>
    public static bool IsMissing(OktaException failure) => failure.StatusCode is 404 or 405 or 501;

    /// <summary>Identity Engine's own ways are closed elsewhere.</summary>
    public static Closing? ByEngine(string? pipeline) => pipeline switch
    {
        OrgEngine.Identity => null,
        OrgEngine.Classic => new(
            "The org is on Classic Engine, which does not have it.", "An upgrade of the org to Identity Engine, by Okta, would open it."),
        _ => new(
            "The org does not say that it is on Identity Engine.", "If it is, take this way by name, which SignInOptions.Via does."),
    };
}

/// <summary>What is to be done.</summary>
sealed class SignInRun
{
    public SignInRun(string username, string password, SignInOptions options)
    {
        (Username, Password) = (username, password);
        Options = options with { Answers = options.Answers with { OnPasswordChanged = changed => Password = changed } };
    }

    public string Username { get; }

    /// <summary>The new one, once a way has changed it: the old one would count as a wrong one on the next.</summary>
    public string Password { get; private set; }

    public SignInOptions Options { get; }

    public AuthorizeOptions Authorize => Options.Authorize;

    public override string ToString() => Username;
}
