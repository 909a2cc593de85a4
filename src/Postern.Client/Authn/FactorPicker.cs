using Postern.Protocol;

namespace Postern.Client;

/// <summary>Which factor is taken: among those that may be and can be answered, in the caller's order.</summary>
sealed class FactorPicker(AuthnAnswers answers)
{
    /// <summary>Those that may be taken, whether they can be answered or not.</summary>
    public List<AuthnFactor> Wanted(IEnumerable<AuthnFactor> factors) =>
    [
        .. factors.Where(factor => Rank(factor, answers.FactorOrder) >= 0)
            .OrderBy(factor => Rank(factor, answers.FactorOrder)).ThenBy(factor => Rank(factor, AuthnAnswers.NeedsNobodyFirst)),
    ];

    /// <summary>Null where none of those that are wanted can be answered.</summary>
    public async ValueTask<AuthnFactor?> PickAsync(List<AuthnFactor> wanted, CancellationToken ct)
    {
        var answerable = wanted.FindAll(CanAnswer);
        return answerable.Count switch
        {
            0 => null,
            1 => answerable[0],
            _ when answers.ChooseAsync is { } choose => await choose(answerable, ct).ConfigureAwait(false),
            _ => answerable[0],
        };
    }

    public bool CanAnswer(AuthnFactor factor) => factor.FactorType switch
    {
        FactorTypes.Totp => answers.Totp is not null || answers.CodeAsync is not null,
        FactorTypes.Question => answers.SecurityAnswer is not null || answers.AskSecurityAnswerAsync is not null,
        FactorTypes.Push => answers.AwaitsPush || answers.FactorOrder.Contains(factor.Id),
        FactorTypes.Sms or FactorTypes.Email or FactorTypes.Call or FactorTypes.Token or FactorTypes.HardwareToken
            or FactorTypes.HmacToken =>
            answers.CodeAsync is not null,
        _ => false,
    };

    /// <summary>Why none was taken, and what each would need.</summary>
    public static string Unanswerable(IReadOnlyList<AuthnFactor> all, List<AuthnFactor> wanted) => wanted.Count == 0
        ? $"It asks for a second factor, and this user has none of those to be taken: it has {FactorNames.ToChoose(all)}."
        : $"It asks for a second factor ({FactorNames.ToTell(wanted)}), and no answer was given: " +
            $"{string.Join("; ", wanted.Select(factor => factor.FactorType).Distinct().Select(type => $"{type} needs {Needs(type)}"))}.";

    // An answer that was given beforehand is the same each time.
    public bool IsAsked(AuthnFactor factor) => factor.FactorType is not FactorTypes.Question || answers.SecurityAnswer is null;

    static string Needs(string factorType) => factorType switch
    {
        FactorTypes.Totp => "the seed it was enrolled with",
        FactorTypes.Question => "the answer to its question",
        FactorTypes.Push => "somebody who approves it",
        FactorTypes.Sms or FactorTypes.Email or FactorTypes.Call => "the code that is sent",
        FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken => "the code that the token shows",
        _ => "a person at a browser",
    };

    static int Rank(AuthnFactor factor, IReadOnlyList<string> order)
    {
        for (var i = 0; i < order.Count; i++)
        {
            if (FactorNames.IsCalled(factor, order[i]))
                return i;
        }

        return -1;
    }
}
