using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// What fault scripts do to a request that they have struck, for the endpoint that must see to it itself. It goes with the request; most
/// have none.
/// </summary>
sealed class Struck
{
    /// <summary>Of the scripts that struck it.</summary>
    public List<string> Ids { get; } = [];

    /// <summary>Whether it is to be told of the keys that there were before the one that signs now.</summary>
    public bool SeesStaleKeys { get; set; }

    /// <summary>Whether it is to be told to wait and ask again.</summary>
    public bool IsInSafeMode { get; set; }

    /// <summary>How far the clock is ahead that tokens are issued by.</summary>
    public long SkewSeconds { get; set; }

    public static Struck? Find(HttpContext context) => context.Features.Get<Struck>();
}
