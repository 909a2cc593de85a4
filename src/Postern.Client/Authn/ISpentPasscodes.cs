namespace Postern.Client;

/// <summary>
/// Remembers which one-time passwords have been used: Okta takes each once. What is remembered longer and further reaches more sign-ins:
/// those of this client, of all processes of this user, of a whole farm of test machines.
/// </summary>
/// <remarks>
/// A one-time password is told by its seed and by the time step that it was made for. An implementation must be safe to call concurrently,
/// and where it cannot remember, it says true: Okta refuses a code that was used (<c>E0000082</c>), and the next one is taken.
/// </remarks>
public interface ISpentPasscodes
{
    /// <summary>
    /// True to the first who asks for this step of this seed, and false from then on. A few minutes later nobody asks again.
    /// </summary>
    /// <param name="seed">
    /// Names the seed by a keyed hash (32 hexadecimal digits), from which neither the seed nor a code can be found.
    /// </param>
    /// <param name="timeStep">The instant in Unix seconds, divided by 30: RFC 6238.</param>
    /// <param name="ct">Ends the waiting.</param>
    ValueTask<bool> TryTakeAsync(string seed, long timeStep, CancellationToken ct = default);
}
