using System.Net;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg.Pages;

/// <summary>Limits how many wrong codes an address may type: RFC 8628 section 5.1.</summary>
sealed class UserCodeGuesses(RateLimiter limits)
{
    const int MistakesPerMinute = 10;

    public ValueTask<bool> TryAsync(IPAddress? address, CancellationToken ct) => limits.TryGuessAsync(Of(address), MistakesPerMinute, ct);

    /// <summary>It was right: no guess then.</summary>
    public Task GiveBackAsync(IPAddress? address, CancellationToken ct) => limits.GiveBackAsync(Of(address), ct);

    static string Of(IPAddress? address) => "user codes of " + address;
}
