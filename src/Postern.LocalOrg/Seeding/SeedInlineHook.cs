namespace Postern.LocalOrg;

/// <summary>
/// An inline hook: a service that is asked before tokens are issued by a rule that names it, whether a password is right, or to send a
/// message or call.
/// </summary>
public sealed record SeedInlineHook
{
    /// <summary>20 characters beginning with <c>cal</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>For people, and for the rules that name it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Okta's: <c>com.okta.oauth2.tokens.transform</c>, <c>com.okta.user.credential.password.import</c>, which is asked for a password that
    /// only it knows, or <c>com.okta.telephony.provider</c>, which sends the messages and calls of factors; Okta's other types are there,
    /// and asked by nobody. Default the first.
    /// </summary>
    public string Type { get; init; } = "com.okta.oauth2.tokens.transform";

    /// <summary>Okta's version of what is asked. Default <c>1.0.0</c>.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>Where it is asked: an absolute http or https URL.</summary>
    public required string Uri { get; init; }

    /// <summary>Headers that are sent with each call. Default: none.</summary>
    public IReadOnlyList<SeedHeader> Headers { get; init; } = [];

    /// <summary>The header that proves to the service who asks. Default: none.</summary>
    public string? AuthHeader { get; init; }

    /// <summary>The value of <see cref="AuthHeader"/>, in clear; kept as it is, since it is sent.</summary>
    public string? AuthSecret { get; init; }

    /// <summary>Default true; false is not asked.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Without its secret.</summary>
    public override string ToString() => $"{Name} ({Id})";
}
