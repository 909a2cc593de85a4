namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>Where a step leaves the transaction.</summary>
abstract record Turn
{
    Turn()
    {
    }

    /// <summary>The user, where the step changes them; nothing of it is written yet.</summary>
    public Credentials? Credentials { get; init; }

    /// <summary>What the device is to remember, where the step changes it.</summary>
    public AutoPushChoice? AutoPush { get; init; }

    /// <summary>In the state that the step says.</summary>
    public sealed record To(Transaction Transaction) : Turn;

    /// <summary>With something proved: the policies say what is still missing.</summary>
    public sealed record Onward(Transaction Transaction) : Turn;

    /// <summary>Refused, and the refusal is remembered.</summary>
    public sealed record Refused(Transaction Transaction, SignInRefusal Why) : Turn;

    /// <summary>Ended with an account that can be used again.</summary>
    public sealed record Unlocked : Turn;

    /// <summary>Ended otherwise than by a sign-in.</summary>
    public sealed record Ended(Ending How) : Turn;

    /// <summary>Ended without success.</summary>
    public sealed record Cancelled : Turn;
}
