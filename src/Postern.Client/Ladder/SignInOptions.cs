namespace Postern.Client;

/// <summary>What a sign-in by any way may be told.</summary>
public sealed record SignInOptions
{
    /// <summary>What is answered where Okta asks for more than the password.</summary>
    public AuthnAnswers Answers { get; init; } = new();

    /// <summary>What is asked for. A way that cannot ask for it is closed: none gives less than that, or something else.</summary>
    public AuthorizeOptions Authorize { get; init; } = new();

    /// <summary>The one way that is taken, whether it looks open or not. Null: the first that works.</summary>
    public SignInWay? Via { get; init; }
}
