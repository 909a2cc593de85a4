using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Console;

/// <summary>Why the console refuses, and what to do.</summary>
sealed class ConsoleProblem(int status, string title, string detail) : Refusal(detail)
{
    public int Status => status;

    public string Title => title;

    public static ConsoleProblem Wrong(string detail) => new(StatusCodes.Status400BadRequest, "That cannot be done", detail);

    public static ConsoleProblem NotFound(string detail) => new(StatusCodes.Status404NotFound, "Not there", detail);

    /// <summary>It is shown with the way in.</summary>
    public static ConsoleProblem Closed(string detail) => new(StatusCodes.Status403Forbidden, "The console is closed", detail);

    public static ConsoleProblem Elsewhere() => new(
        StatusCodes.Status403Forbidden,
        "Not from another page",
        "A page of another address has led here. Open the console by its address bar, or by the link below.");
}
