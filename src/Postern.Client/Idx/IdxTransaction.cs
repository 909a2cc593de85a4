namespace Postern.Client;

/// <summary>
/// Where a sign-in on Identity Engine stands: a closed set. What Okta lets be done next is in <see cref="Steps"/>; a refused answer is a
/// state like any other, and <see cref="IsRefused"/> says so.
/// </summary>
public abstract record IdxTransaction
{
    IdxTransaction()
    {
    }

    /// <summary>Secret: names the transaction; null in some that have ended.</summary>
    public string? StateHandle { get; init; }

    /// <summary>When the transaction, or its code, expires by Okta's clock.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Such as <c>LOGIN</c>.</summary>
    public string? Intent { get; init; }

    /// <summary>The HTTP status that it came with: mostly 200, and 400, 401 or 403 beside what was wrong.</summary>
    public int HttpStatus { get; init; }

    /// <summary>What Okta says, of the whole or of one field; without secrets.</summary>
    public IReadOnlyList<IdxMessage> Messages { get; init; } = [];

    /// <summary>What may be done next, in Okta's order: the current challenge comes first.</summary>
    public IReadOnlyList<IdxStep> Steps { get; init; } = [];

    /// <summary>The authenticator that is being asked or set up; null where none is.</summary>
    public IdxAuthenticator? Authenticator { get; init; }

    /// <summary>What this user has enrolled, as far as it may help.</summary>
    public IReadOnlyList<IdxAuthenticator> Enrollments { get; init; } = [];

    /// <summary>Whose transaction it is; null before somebody has been identified.</summary>
    public string? UserId { get; init; }

    /// <summary>Gives the transaction up; null where there is nothing to give up.</summary>
    public IdxStep? Cancel { get; init; }

    /// <summary>Whether the last answer was not taken: the status says so, or a message does.</summary>
    public bool IsRefused => HttpStatus >= 400 || Messages.Any(message => message.IsError);

    /// <summary>The names of the steps, or what the transaction ended with; for messages.</summary>
    public string Wanted => this switch
    {
        Authorized => "successWithInteractionCode",
        Redirected => "success-redirect",
        Ended => "nothing more",
        _ => string.Join(", ", Steps.Select(step => step.Name)),
    };

    /// <summary>The first of that kind; null where Okta offers none.</summary>
    public IdxStep? Find(IdxStepKind kind) => Steps.FirstOrDefault(step => step.Kind == kind);

    /// <summary>What is wanted and how it went: no secret.</summary>
    public sealed override string ToString() =>
        $"{HttpStatus} {Wanted} {{ User = {UserId ?? "unknown"}, StateHandle = {Fingerprint.OfOptional(StateHandle)} }}";

    /// <summary>
    /// Gives up the search for Okta FastPass on this machine, and goes on with the sign-in; null where nothing is searched.
    /// </summary>
    internal IdxStep? EndProbe { get; init; }

    internal string? RequestId { get; init; }

    internal bool Says(string key) => Messages.Any(message => message.Key == key);

    /// <summary>Okta wants something first: one of the steps.</summary>
    public sealed record Open : IdxTransaction;

    /// <summary>Signed in, for an app that asked at its <c>interact</c> endpoint.</summary>
    public sealed record Authorized : IdxTransaction
    {
        /// <summary>Secret: good for tokens once, within a minute.</summary>
        public required string InteractionCode { get; init; }
    }

    /// <summary>Signed in, for a browser that waits at a page.</summary>
    public sealed record Redirected : IdxTransaction
    {
        /// <summary>Secret: where the browser goes on, with the page's cookies.</summary>
        public required string Href { get; init; }
    }

    /// <summary>Over, with nothing gained; the messages say why.</summary>
    public sealed record Ended : IdxTransaction;
}

/// <summary>What Okta says to whoever signs in.</summary>
/// <param name="Text">In the language of the request; without secrets.</param>
/// <param name="Key">To decide by, such as <c>errors.E0000004</c>; null where Okta gives none.</param>
/// <param name="Level"><c>ERROR</c>, <c>WARNING</c> or <c>INFO</c>.</param>
public sealed record IdxMessage(string Text, string? Key, string Level)
{
    /// <summary>Whether something was not taken.</summary>
    public bool IsError => Level is "ERROR";

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
