namespace Postern.Client;

/// <summary>What a step is given; only what its form asks for is sent. Everything in it is secret.</summary>
public sealed record IdxInput
{
    /// <summary>The user name.</summary>
    public string? Identifier { get; init; }

    /// <summary>The password, a new password, or a code, whatever the form calls it.</summary>
    public string? Passcode { get; init; }

    /// <summary>The answer to a security question.</summary>
    public string? Answer { get; init; }

    /// <summary>Which is chosen, of the step's own options. Default: the first that the rest of the input suffices for.</summary>
    public IdxOption? Option { get; init; }

    /// <summary>By which of its methods, such as <c>sms</c>. Default: the option's only one, or Okta asks next.</summary>
    public string? MethodType { get; init; }

    /// <summary>With its country code, where a phone is set up.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Whether the device is remembered. Default: Okta's, which is false.</summary>
    public bool? RememberMe { get; init; }

    /// <summary>Whether the browser stays signed in. Default: Okta's, which is false.</summary>
    public bool? KeepMeSignedIn { get; init; }

    /// <summary>The answer to a request for consent.</summary>
    public bool? Consent { get; init; }

    /// <summary>Ends the user's other sessions, where a password is set. Default: Okta's, which is false.</summary>
    public bool? RevokeSessions { get; init; }

    /// <summary>
    /// Whatever else the form asks for, by the name of its field: <c>question</c> and <c>questionKey</c>, <c>userCode</c>, attributes of a
    /// profile, a security key's <c>clientData</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>();

    /// <summary>No value of it.</summary>
    public override string ToString() => "input of a step";
}
