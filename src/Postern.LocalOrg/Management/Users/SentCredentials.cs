using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Users;

/// <summary>The <c>credentials</c> of a request: management.md 5.1, 5.4.</summary>
sealed record SentCredentials
{
    static readonly string[] Providers = ["OKTA", "ACTIVE_DIRECTORY", "LDAP", "FEDERATION", "SOCIAL", "IMPORT"];

    /// <summary>In clear; null: none, or a hash.</summary>
    public string? Password { get; init; }

    /// <summary>As it is stored; null: none, or a password in clear.</summary>
    public string? ImportedHash { get; init; }

    public string? Question { get; init; }
    public string? Answer { get; init; }
    public string? ProviderType { get; init; }
    public string? ProviderName { get; init; }

    public bool HasPassword => Password is not null || ImportedHash is not null;

    /// <summary>Whether somebody else has the password: nobody is asked for one here.</summary>
    public bool IsElsewhere => ProviderType is "FEDERATION" or "SOCIAL";

    public override string ToString() => $"Credentials of {ProviderType ?? "OKTA"}";

    /// <exception cref="OktaError">They are none.</exception>
    public static SentCredentials Read(RequestObject body)
    {
        var credentials = body.ObjectOrNothing("credentials");
        var password = credentials.ObjectOrNothing("password");
        var question = credentials.Object("recovery_question");
        var provider = credentials.ObjectOrNothing("provider");
        if (provider.Text("type") is { } type && !Providers.Contains(type))
            throw OktaError.Invalid("type", "type: The field has an invalid value");
        return new()
        {
            Password = password.Text("value"),
            ImportedHash = password.Has("value") ? null
                : password.Object("hash") is { } hash ? HashOf(hash)
                : password.Object("hook") is { } hook ? HookOf(hook)
                : null,
            Question = question?.Needed("question"),
            Answer = question is null ? null : AnswerOf(question),
            ProviderType = provider.Text("type"),
            ProviderName = provider.Text("name"),
        };
    }

    /// <exception cref="OktaError">It is too short. UNCONFIRMED (management.md 5.4): the wording.</exception>
    public static string AnswerOf(RequestObject question)
    {
        var answer = question.Needed("answer");
        return answer.Trim().Length >= 4
            ? answer
            : throw OktaError.Invalid("recovery_question", "answer: The security question answer must be at least 4 characters in length");
    }

    /// <summary>There is one, of whichever name: the org's. UNCONFIRMED: how another word than <c>default</c> is refused.</summary>
    static string HookOf(RequestObject hook) => hook.Needed("type") is "default"
        ? SignIn.ImportedHash.Hook
        : throw OktaError.Invalid("type", "type: The field has an invalid value");

    /// <summary>Members that another algorithm has are not looked at.</summary>
    static string HashOf(RequestObject hash)
    {
        var algorithm = hash.Needed("algorithm");
        var (salt, value) = (hash.Text("salt") ?? "", hash.Needed("value"));
        var stored = algorithm switch
        {
            "BCRYPT" => SignIn.ImportedHash.OfBcrypt(hash.Number("workFactor") ?? 0, salt, value),
            "PBKDF2" => SignIn.ImportedHash.OfPbkdf2(
                hash.Text("digestAlgorithm") ?? "", hash.Number("iterationCount") ?? 0, hash.Number("keySize") ?? 0, salt, value),
            _ => SignIn.ImportedHash.OfDigest(algorithm, salt, hash.Text("saltOrder") is not "POSTFIX", value),
        };
        // UNCONFIRMED: how Okta calls a hash that is none.
        return stored ?? throw OktaError.Invalid("passwordHash", "passwordHash: The field has an invalid value");
    }
}
