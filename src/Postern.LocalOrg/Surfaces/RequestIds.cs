using System.Globalization;
using System.Security.Cryptography;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// 32 hex digits for each request (authn.md 15): a random start and a count, since an id names a request and guards nothing.
/// </summary>
sealed class RequestIds
{
    readonly string _start = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    ulong _count;

    public string Next() => string.Concat(_start, Interlocked.Increment(ref _count).ToString("x16", CultureInfo.InvariantCulture));
}
