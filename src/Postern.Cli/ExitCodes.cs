namespace Postern.Cli;

/// <summary>What the process tells the shell, and the word that a JSON error says it with.</summary>
static class ExitCodes
{
    public const int Ok = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int AuthenticationRefused = 3;
    public const int InteractionNeeded = 4;
    public const int AuthorizationRefused = 5;
    public const int RateLimited = 6;
    public const int Network = 7;
    public const int ServerError = 8;
    public const int InvalidToken = 9;
    public const int OutputLost = 10;
    public const int Different = 11;
    public const int Interrupted = 130;

    // As shells, env and nohup tell that a program could not be started.
    public const int NotExecutable = 126;
    public const int NoSuchProgram = 127;

    public static IReadOnlyList<int> All { get; } =
    [
        Ok, Unexpected, Usage, AuthenticationRefused, InteractionNeeded, AuthorizationRefused, RateLimited, Network, ServerError,
        InvalidToken, OutputLost, Different, NotExecutable, NoSuchProgram, Interrupted,
    ];

    public static string WordFor(int exitCode) => exitCode switch
    {
        Ok => "ok",
        Usage => "usage",
        AuthenticationRefused => "authentication_refused",
        InteractionNeeded => "interaction_needed",
        AuthorizationRefused => "authorization_refused",
        RateLimited => "rate_limited",
        Network => "network",
        ServerError => "server_error",
        InvalidToken => "invalid_token",
        OutputLost => "output_lost",
        Different => "different",
        Interrupted => "interrupted",
        NotExecutable => "not_executable",
        NoSuchProgram => "no_such_program",
        _ => "unexpected",
    };
}
