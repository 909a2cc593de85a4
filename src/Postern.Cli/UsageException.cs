namespace Postern.Cli;

/// <summary>The command was asked for something it cannot do: a flag or a setting is missing, wrong or at odds with another.</summary>
class UsageException(string message, string hint, Exception? why = null) : Exception(message, why)
{
    public string Hint { get; } = hint;

    public static UsageException Missing(string what, string flag, string? environment = null) =>
        new($"No {what}.", environment is null ? $"Give it with {flag}." : $"Give it with {flag} or in {environment}.");
}

/// <summary>An org's address that is none, or is written otherwise than Okta writes it.</summary>
sealed class AddressException(string message, string hint, string reasonId) : UsageException(message, hint)
{
    /// <summary>In the catalogue of failures.</summary>
    public string ReasonId => reasonId;
}
