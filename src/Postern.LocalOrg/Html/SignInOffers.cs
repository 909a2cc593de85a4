using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg.Html;

/// <summary>
/// What the first page offers besides a password, as far as policies allow it: other providers, and what people do about their account by
/// themselves (idx.md 6.1).
/// </summary>
sealed class SignInOffers(OrgDirectory directory, SignInPolicies policies)
{
    readonly IdentityRouting _routing = new(directory, policies);

    public async ValueTask<SignInOffer> OfAsync(FirstPage page, string? address, CancellationToken ct)
    {
        var app = page.AppId is { } appId ? await directory.FindAppAsync(appId, ct) : null;
        var routing = app is null ? Routing.Here : await _routing.OfAsync(app, page.Login, address, ct);
        return new()
        {
            Routing = routing,
            Resets = routing.IsHere && policies.ResetsAnybody,
            Unlocks = routing.IsHere && policies.UnlocksAnybody,
            Registration = app is not null && directory.Org.IsIdentityEngine && routing.IsHere
                ? SelfRegistration.Of(directory.Org, app)
                : null,
        };
    }
}

/// <summary>What the first page offers.</summary>
sealed record SignInOffer
{
    public required Routing Routing { get; init; }

    /// <summary>Whether a forgotten password may be set anew.</summary>
    public bool Resets { get; init; }

    /// <summary>Whether a locked account may be unlocked.</summary>
    public bool Unlocks { get; init; }

    /// <summary>What is asked of people who make themselves users; null: nobody may.</summary>
    public SelfRegistration? Registration { get; init; }
}
