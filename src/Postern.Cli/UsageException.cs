namespace Postern.Cli;

/// <summary>The command was asked for something it cannot do: a flag or a setting is missing, wrong or at odds with another.</summary>
sealed class UsageException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;

    public static UsageException Missing(string what, string flag, string? environment = null) =>
        new($"No {what}.", environment is null ? $"Give it with {flag}." : $"Give it with {flag} or in {environment}.");
}
