using System.CommandLine;
using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Whether what a local org is asked is on record from the start.</summary>
sealed class RecordFlags : IStartFlags
{
    readonly Option<bool> _record = new("--record")
    {
        Description = "Record what is asked from the start, for 'postern org log --once', 'postern explain' and 'postern org coverage'",
    };

    public void AddTo(Command command) => command.Add(_record);

    public IStartChoice Read(ParseResult parse) => new Choice(parse.GetValue(_record));

    sealed record Choice(bool Records) : IStartChoice
    {
        public ValueTask<LocalOrgOptions> ApplyAsync(LocalOrgOptions options, Starting starting, CancellationToken ct) =>
            new(Records ? options with { RecordsRequests = true } : options);

        public override string ToString() => "record";
    }
}
