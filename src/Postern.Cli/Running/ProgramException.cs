namespace Postern.Cli;

/// <summary>Another program could not be started; exit codes as shells have them.</summary>
sealed class ProgramException(int exitCode, string message, string hint) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public string Hint { get; } = hint;
}
