using System.Globalization;
using System.Text.Json;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// What an unattended sign-in may answer with when Okta asks for more than a password. What is not given is not answered: the sign-in then
/// ends with <see cref="AuthnException"/>.
/// </summary>
public sealed record AuthnAnswers
{
    /// <summary>
    /// Seed of <c>token:software:totp</c>, Okta's or Google's. Where a user has both, <see cref="FactorOrder"/> says whose it is.
    /// </summary>
    /// <remarks>Okta takes each code once: <see cref="OktaClientOptions.SpentPasscodes"/> remembers which have been used.</remarks>
    public Totp? Totp { get; init; }

    /// <summary>Told how long is waited for the next code, where the one of this half minute has been used.</summary>
    public IProgress<TimeSpan>? TotpProgress { get; init; }

    /// <summary>Secret: the answer to the security question.</summary>
    public string? SecurityAnswer { get; init; }

    /// <summary>
    /// Asks for the answer to the security question, where <see cref="SecurityAnswer"/> is not given. Null from it: there is none.
    /// </summary>
    public Func<AuthnFactor, CancellationToken, ValueTask<string?>>? AskSecurityAnswerAsync { get; init; }

    /// <summary>
    /// Fetches a code: for SMS, e-mail and call after it was sent, for hardware tokens as they show it. Null from it: there is none.
    /// </summary>
    public Func<AuthnFactor, CancellationToken, ValueTask<string?>>? CodeAsync { get; init; }

    /// <summary>
    /// Told that Okta did not take the answer that was asked for; true asks for another, for as long as Okta takes one. Default: a wrong
    /// answer ends the sign-in, for each counts towards a lockout.
    /// </summary>
    public Func<AuthnFactor, OktaApiException, bool>? AsksAgain { get; init; }

    /// <summary>Whether somebody approves pushes; default false. Then they are sent and awaited.</summary>
    public bool AwaitsPush { get; init; }

    /// <summary>How long a push is awaited before the sign-in ends without it. Default 5 minutes, for which Okta keeps one open.</summary>
    public TimeSpan PushPatience { get; init; } = TimeSpan.FromMinutes(5);

    internal string PushPatienceInWords => string.Create(CultureInfo.InvariantCulture, $"{PushPatience.TotalMinutes:0.#} minutes");

    /// <summary>Told each time a push is asked about, with the number that the phone must be given, where there is one.</summary>
    public IProgress<PushWait>? PushProgress { get; init; }

    /// <summary>
    /// Has a security key or passkey sign what Okta says, which is what <c>navigator.credentials.get</c> takes as <c>publicKey</c>. Null
    /// from it: there is none. <see cref="DirectAuthenticationFlow"/> asks it.
    /// </summary>
    public Func<JsonElement, CancellationToken, ValueTask<KeyAssertion?>>? SignAsync { get; init; }

    /// <summary>Secret: takes the place of a password that has expired.</summary>
    public string? NewPassword { get; init; }

    /// <summary>Asks for the new password, where <see cref="NewPassword"/> is not given. Null from it: there is none.</summary>
    public Func<CancellationToken, ValueTask<string?>>? AskNewPasswordAsync { get; init; }

    /// <summary>
    /// Receives the Base32 seed of a TOTP factor that was enrolled because <c>MFA_ENROLL</c> demanded one. Without it none is enrolled:
    /// nobody would have the seed.
    /// </summary>
    public Action<string>? OnTotpEnrolled { get; init; }

    /// <summary>Receives the new password once it is the user's: whoever signs in again has need of it.</summary>
    internal Action<string>? OnPasswordChanged { get; init; }

    /// <summary>
    /// Which factors are taken, the first first, each by its type, its provider or vendor (<c>GOOGLE</c>), these joined
    /// (<c>GOOGLE:token:software:totp</c>), or its id. Default: every type, those that need nobody first.
    /// A push that is named by its id is awaited, whatever <see cref="AwaitsPush"/> says.
    /// </summary>
    public IReadOnlyList<string> FactorOrder { get; init; } = NeedsNobodyFirst;

    internal static IReadOnlyList<string> NeedsNobodyFirst { get; } =
    [
        FactorTypes.Totp, FactorTypes.Question, FactorTypes.Email, FactorTypes.Sms, FactorTypes.Call, FactorTypes.HardwareToken,
        FactorTypes.Token, FactorTypes.HmacToken, FactorTypes.Push,
    ];

    /// <summary>Chooses among several factors that can be answered, where a person is there to choose. Default: the first.</summary>
    public Func<IReadOnlyList<AuthnFactor>, CancellationToken, ValueTask<AuthnFactor>>? ChooseAsync { get; init; }

    /// <summary>Whether the device is to be remembered, where the policy lets it. Default false.</summary>
    public bool RememberDevice { get; init; }

    /// <summary>What primary authentication is asked for besides.</summary>
    public AuthnOptions Options { get; init; } = new();

    /// <summary>No answer of it.</summary>
    public override string ToString() => "answers to what Okta asks";
}

/// <summary>How a push stands.</summary>
/// <param name="Factor">The phone.</param>
/// <param name="CorrectAnswer">The number that the phone must be given; null where it asks for none.</param>
public sealed record PushWait(AuthnFactor Factor, int? CorrectAnswer);
