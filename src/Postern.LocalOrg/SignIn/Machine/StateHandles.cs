using System.Buffers.Text;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Machine;

/// <summary>
/// How a transaction of Identity Engine's is called: by the handle that its client was given, and by state handles, of which every answer
/// has a new one (idx.md 4.8).
/// </summary>
static class StateHandles
{
    const string Prefix = "02.id.";
    const int Length = 40;

    /// <summary>
    /// The state token of the transaction that the client's handle stands for, made of it, so that nothing else need be kept; it gives
    /// nothing of the handle away.
    /// </summary>
    public static string TokenOf(string interactionHandle)
    {
        Span<byte> hash = stackalloc byte[32];
        Secrets.HashUtf8("state of " + interactionHandle, hash);
        return Prefix + Base64Url.EncodeToString(hash)[..Length];
    }

    /// <summary>Of a transaction that no client has a handle of.</summary>
    public static string NewToken() => Prefix + Secrets.New()[..Length];

    /// <summary>What an answer tells: what stands behind the token is new each time, as Okta's context is.</summary>
    public static string Told(string stateToken) => $"{stateToken}~c.{Secrets.New(24)}";

    /// <summary>Whichever handle it was, or the token alone: what comes before the first <c>~</c>.</summary>
    public static string TokenIn(string stateHandle) => stateHandle.Split('~', 2)[0];
}
