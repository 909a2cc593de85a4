using Postern.LocalOrg.SignIn.Machine;

namespace Postern.LocalOrg.Html;

/// <summary>What a page of a sign-in shows: where it stands, and by which keys its forms go on with it.</summary>
/// <param name="Key">Of what waits behind the sign-in.</param>
/// <param name="Pending">The sign-in.</param>
sealed record Stage(string Key, SignInOutcome.Pending Pending)
{
    public string StateToken => Pending.StateToken;

    public SignInState State => Pending.State;

    /// <summary>By which Identity Engine's clients sign in behind the page; null: they read it on the first page.</summary>
    public string? ToldToken { get; init; }

    public override string ToString() => State.ToString();
}
