using System.Collections.Concurrent;
using Postern.Client;
using Postern.Protocol;

namespace Postern.Testing;

/// <summary>
/// What the org's users answer when they are asked for more than a password: one-time passwords from their seeds, the answers of their
/// questions, codes from the outbox.
/// </summary>
sealed class SecondFactors(TestOrg org)
{
    /// <summary>Okta takes each one-time password once: which have been given, by user and time step.</summary>
    readonly ConcurrentDictionary<(string Login, DateTimeOffset Step), bool> _given = [];

    public AuthnAnswers AnswersOf(string login) => new()
    {
        // Not AuthnAnswers.Totp: the client waits for the next half minute where a code has been used, and a test need not.
        CodeAsync = async (factor, ct) => await CodeAsync(login, factor.FactorType, ct).ConfigureAwait(false),
        SecurityAnswer = SecretOf(login, FactorTypes.Question),
    };

    /// <summary>What is typed for a factor of this type; null where nobody knows it.</summary>
    public async Task<string?> CodeAsync(string login, string factorType, CancellationToken ct) => factorType switch
    {
        FactorTypes.Totp => TotpCode(login),
        FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email =>
            (await org.LocalOrg.Outbox.LatestAsync(org.SeedOf(login).Login, factorType, ct).ConfigureAwait(false)).Code,
        _ => SecretOf(login, factorType),
    };

    /// <summary>For a factor that the user enrolls just now; its code is given, and is none of the next sign-in's.</summary>
    public string FirstTotpCode(string login, string secret)
    {
        var now = org.Clock.GetUtcNow();
        var current = now.AddTicks(-(now.Ticks % Totp.Step.Ticks));
        _given.TryAdd((org.SeedOf(login).Login, current), true);
        return Totp.FromSecret(secret).CodeAt(current);
    }

    /// <summary>
    /// The org takes the code of the half minute before and of the one to come as well, for clocks that differ: three sign-ins need not
    /// wait.
    /// </summary>
    string? TotpCode(string login)
    {
        if ((org.SeedOf(login).TotpSecret ?? SecretOf(login, FactorTypes.Totp)) is not { } secret)
            return null;

        var now = org.Clock.GetUtcNow();
        var current = now.AddTicks(-(now.Ticks % Totp.Step.Ticks));
        foreach (var step in (DateTimeOffset[])[current, current - Totp.Step, current + Totp.Step])
            if (_given.TryAdd((org.SeedOf(login).Login, step), true))
                return Totp.FromSecret(secret).CodeAt(step);

        throw new InvalidOperationException(
            $"{login} has signed in three times within half a minute, and the org takes each one-time password once: move the time on, " +
            "org.Advance(TimeSpan.FromSeconds(30)), or give the tests a user each.");
    }

    string? SecretOf(string login, string factorType) =>
        org.SeedOf(login).Factors.FirstOrDefault(factor => factor.FactorType == factorType)?.Secret;
}
