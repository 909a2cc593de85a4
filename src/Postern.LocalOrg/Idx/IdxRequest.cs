using System.Text.Json.Serialization;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.Idx;

/// <summary>The body of any call of <c>/idp/idx</c>: idx.md 5. What it has besides is ignored (UNCONFIRMED: idx.md 13).</summary>
/// <remarks>What is blank is not given: nobody guesses with nothing. Of a password, spaces are part.</remarks>
sealed record IdxRequest
{
    public string? InteractionHandle { get; init => field = Blank.No(value); }
    public string? StateToken { get; init => field = Blank.No(value); }
    public string? StateHandle { get; init => field = Blank.No(value); }
    public string? Identifier { get; init => field = Blank.No(value); }
    public IdxCredentials? Credentials { get; init; }
    public bool? RememberMe { get; init; }
    public IdxAuthenticator? Authenticator { get; init; }
    public bool? Consent { get; init; }

    /// <summary>Of the scopes that may be kept back: which are given.</summary>
    public Dictionary<string, bool?>? OptedScopes { get; init; }

    public bool? KeepMeSignedIn { get; init; }

    /// <summary>Whether this browser is to send pushes unasked from now on.</summary>
    public bool? AutoChallenge { get; init; }
    public string? UserCode { get; init => field = Blank.No(value); }
    public string? Email { get; init => field = Blank.No(value); }
    public string? PhoneNumber { get; init => field = Blank.No(value); }

    /// <summary>Of a profile that is set up: by the names of its attributes.</summary>
    public Dictionary<string, string?>? UserProfile { get; init; }

    public override string ToString() => "a step of an interaction";
}

/// <summary>What somebody proves or sets: by authenticator, idx.md 7.0.</summary>
sealed record IdxCredentials
{
    public string? Passcode { get; init => field = Blank.NoPassword(value); }
    public string? Totp { get; init => field = Blank.No(value); }
    public string? QuestionKey { get; init => field = Blank.No(value); }
    public string? Question { get; init => field = Blank.No(value); }
    public string? Answer { get; init => field = Blank.No(value); }
    public string? ClientData { get; init => field = Blank.No(value); }
    public string? AuthenticatorData { get; init => field = Blank.No(value); }
    public string? SignatureData { get; init => field = Blank.No(value); }
    public string? Attestation { get; init => field = Blank.No(value); }

    /// <summary>Of a token, by the number on it; one that knows its user by name says that as <see cref="ClientData"/>.</summary>
    public string? CredentialId { get; init => field = Blank.No(value); }
    public bool? RevokeSessions { get; init; }

    /// <summary>Of Okta Verify the code is named otherwise, and both names are taken: idx.md 7.0.</summary>
    public FactorAnswer Answered() => new()
    {
        Passcode = Blank.No(Passcode ?? Totp), Text = Answer,
        Key = new()
        {
            ClientData = ClientData, Attestation = Attestation, AuthenticatorData = AuthenticatorData, SignatureData = SignatureData,
        },
    };

    public override string ToString() => "credentials";
}

/// <summary>The authenticator that is chosen.</summary>
sealed record IdxAuthenticator
{
    public string? Id { get; init => field = Blank.No(value); }
    public string? MethodType { get; init => field = Blank.No(value); }
    public string? PhoneNumber { get; init => field = Blank.No(value); }
    public string? Channel { get; init => field = Blank.No(value); }
}

/// <summary>What somebody said, or null where they said nothing.</summary>
static class Blank
{
    public static string? No(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    public static string? NoPassword(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>How bodies are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IdxRequest))]
sealed partial class IdxJson : JsonSerializerContext;
