using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Management.Calls;

/// <summary>One operation of Okta's Management API: a line of its resource's table.</summary>
/// <param name="Method">One alone: another of the same path is a line of its own.</param>
/// <param name="Path">As Okta's description has it, below the org's address.</param>
/// <param name="Scope">
/// What an access token must have been granted, as Okta's description names it: the one that manages holds what the one that reads does.
/// Null: everybody may call.
/// </param>
sealed record Operation(string Method, string Path, string? Scope)
{
    /// <summary>Answers a call, and where it changes something, gathers that; called again where somebody else was quicker.</summary>
    public required Func<ManagementCall, Work, Task<Answer>> Handle { get; init; }

    /// <summary>Of the answer.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Whether its body is an array, as that of a JSON patch is.</summary>
    public bool TakesItems { get; init; }

    /// <summary>Whether its body is a form with a file, which the handler reads.</summary>
    public bool TakesFile { get; init; }

    /// <summary>Looks, and changes nothing.</summary>
    public static Operation Read(string path, string? scope, Func<ManagementCall, Task<Answer>> handle) =>
        new("GET", path, scope) { Handle = (call, _) => handle(call) };

    /// <summary>What it changes is committed with the work, and answered when it is.</summary>
    public static Operation Change(string method, string path, string? scope, Func<ManagementCall, Work, Task<Answer>> handle) =>
        new(method, path, scope) { Handle = handle };
}

/// <summary>The operations of a resource.</summary>
interface IOperations
{
    IEnumerable<Operation> All { get; }
}
