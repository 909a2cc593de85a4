using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Which factors can be answered, in the order they are taken. Direct authentication lists none of the user's: those stand here that
/// there are answers for.
/// </summary>
sealed class DirectFactors(AuthnAnswers answers)
{
    static readonly string[] Types =
    [
        FactorTypes.Totp, FactorTypes.WebAuthn, FactorTypes.Sms, FactorTypes.Call, FactorTypes.HardwareToken, FactorTypes.Token,
        FactorTypes.Push,
    ];

    static readonly string[] ByCode = [FactorTypes.Totp, FactorTypes.HardwareToken, FactorTypes.Token];

    public static AuthnFactor Of(OobChannel channel) => Of(channel switch
    {
        OobChannel.Sms => FactorTypes.Sms,
        OobChannel.Voice => FactorTypes.Call,
        _ => FactorTypes.Push,
    });

    /// <param name="challengeTypes">Those that the server would take; empty where it did not say.</param>
    /// <param name="answered">What has been taken already.</param>
    public IReadOnlyList<AuthnFactor> Answerable(IReadOnlyList<string> challengeTypes, IReadOnlyCollection<string> answered)
    {
        var types = Types.Where(type => CanAnswer(type) && Rank(type) >= 0 && !answered.Contains(type) && IsTaken(type, challengeTypes))
            .OrderBy(Rank).ThenBy(Certainty).ToList();

        // One code is as good as another: the server tries all that the user has, and each wrong one counts.
        var codes = types.Where(ByCode.Contains).ToList();
        var areAnswered = answered.Any(ByCode.Contains);
        return [.. types.Where(type => !ByCode.Contains(type) || (!areAnswered && type == codes[0])).Select(Of)];
    }

    /// <summary>What would have been an answer.</summary>
    public static string Unanswered(IReadOnlyCollection<string> answered, IReadOnlyList<string> challengeTypes)
    {
        var besides = answered.Count > 0 ? $" besides {string.Join(", ", answered)}" : "";
        var offered = challengeTypes.Count > 0 ? $" (it would take {string.Join(", ", challengeTypes)})" : "";
        return
            $"Okta wants another factor{besides}{offered}, and no answer was given. Direct authentication takes one-time passwords " +
            "(their " +
            "seed is the least trouble), a push that somebody approves, and codes by message or call; a security key wants somebody to " +
            "touch it, and security questions and e-mail it does not take. Or have an admin give the test users' group a rule of first " +
            "priority in the app's sign-in policy that is content with a password.";
    }

    static AuthnFactor Of(string type) => new() { FactorType = type };

    bool CanAnswer(string type) => type switch
    {
        FactorTypes.Totp => answers.Totp is not null || answers.CodeAsync is not null,
        FactorTypes.Push => answers.AwaitsPush,
        FactorTypes.WebAuthn => answers.SignAsync is not null,
        _ => answers.CodeAsync is not null,
    };

    // A code that somebody fetches may be of a message that was not sent yet: what the server can say no to comes before it.
    int Certainty(string type) => ByCode.Contains(type) && answers.Totp is null ? 1 : 0;

    // Factors are told apart by their kind alone: of a provider and type joined the type counts, and of a provider nothing.
    int Rank(string type)
    {
        var (order, isUnsaid) = (answers.FactorOrder, ReferenceEquals(answers.FactorOrder, AuthnAnswers.NeedsNobodyFirst));
        for (var i = 0; i < order.Count; i++)
        {
            if (IsCalled(type, order[i]))
                return isUnsaid && type is not FactorTypes.Push ? 0 : i;
        }

        // Who gave a key need not name it.
        return type is not FactorTypes.WebAuthn ? -1 : isUnsaid ? 0 : order.Count;
    }

    static bool IsCalled(string type, string name) =>
        name.Equals(type, StringComparison.OrdinalIgnoreCase)
        || name.EndsWith($":{type}", StringComparison.OrdinalIgnoreCase)
        || (type is FactorTypes.Totp && name.Equals("GOOGLE", StringComparison.OrdinalIgnoreCase));

    static bool IsTaken(string type, IReadOnlyList<string> challengeTypes) =>
        challengeTypes.Count == 0 || challengeTypes.Contains(GrantOf(type));

    static string GrantOf(string type) => type switch
    {
        FactorTypes.Sms or FactorTypes.Call or FactorTypes.Push => GrantTypes.MfaOob,
        FactorTypes.WebAuthn => GrantTypes.MfaWebAuthn,
        _ => GrantTypes.MfaOtp,
    };
}
