using System.Text;

namespace Postern.Cli;

/// <summary>What an API answered, and what that means for whoever asked.</summary>
sealed record ApiAnswer(int Status, string Reason, string? MediaType, string Challenge, byte[] Body)
{
    bool IsText => MediaType is null or "application/xml" or "application/x-www-form-urlencoded" or "application/javascript"
        || MediaType.StartsWith("text/", StringComparison.Ordinal) || MediaType.EndsWith("json", StringComparison.Ordinal)
        || MediaType.EndsWith("+xml", StringComparison.Ordinal);

    int ExitCode => Status switch
    {
        < 400 => ExitCodes.Ok,
        401 => ExitCodes.AuthenticationRefused,
        403 => ExitCodes.AuthorizationRefused,
        429 => ExitCodes.RateLimited,
        >= 500 => ExitCodes.ServerError,
        _ => ExitCodes.Usage,
    };

    public async Task<int> WriteAsync(string? file, Terminal io, CancellationToken ct)
    {
        if (file is not null)
            await SaveAsync(file, ct);
        else if (Body.Length > 0 && IsText)
            io.Write(Encoding.UTF8.GetString(Body).TrimEnd('\n'));
        else if (Body.Length > 0)
            io.Tell($"The answer is {Body.Length} bytes of {MediaType}: --to FILE keeps them.");
        if (ExitCode is not ExitCodes.Ok)
            io.Tell($"The API answers {Status} {Reason}{(Challenge.Length > 0 ? $": {io.Secrets.Words(Challenge)}" : "")}");
        return ExitCode;
    }

    async Task SaveAsync(string file, CancellationToken ct)
    {
        try
        {
            await File.WriteAllBytesAsync(file, Body, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--to {file} cannot be written: {e.Message}", "Name another file.", e);
        }
    }
}
