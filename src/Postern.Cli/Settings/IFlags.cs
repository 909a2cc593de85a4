using System.CommandLine;

namespace Postern.Cli;

/// <summary>Flags that belong together, and that several commands have.</summary>
interface IFlags
{
    void AddTo(Command command);
}
