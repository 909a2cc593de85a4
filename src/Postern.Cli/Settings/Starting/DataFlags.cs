using System.CommandLine;
using System.Data.Common;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Where a local org keeps what happens in it.</summary>
sealed class DataFlags : IStartFlags
{
    readonly Option<string?> _data = new("--data") { HelpName = "FILE", Description = "Keep the org in this file [default: in memory]" };

    public void AddTo(Command command) => command.Add(_data);

    public IStartChoice Read(ParseResult parse) => new Choice(parse.GetValue(_data));

    sealed record Choice(string? File) : IStartChoice
    {
        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct) =>
            ValueTask.FromResult(options with { DataFile = File });

        // The org's own sentence names the file, what is wrong with it and what to do.
        public UsageException? Explain(Exception failure) =>
            File is not null && failure is IOException or UnauthorizedAccessException or DbException
                ? new($"--data: {failure.Message}", "Without --data the org lives in memory, and ends with the command.", failure)
                : null;
    }
}
