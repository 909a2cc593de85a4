namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Limits wrong answers by transaction, where they must not lock an account that the caller may not even know of.</summary>
static class Attempts
{
    const int Most = 5; // in the five minutes that a code lives: authn.md 7.2; UNCONFIRMED for recovery

    /// <exception cref="SignInRefusal">There were too many.</exception>
    public static void Check(Transaction transaction)
    {
        if (transaction.Challenge is { Attempts: >= Most })
            throw new SignInRefusal.TooManyAttempts();
    }
}
