using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Pages;

/// <summary>What a page cannot do for a person, thrown where it is found and shown on the error page.</summary>
sealed class PageProblem(string error, string description) : Refusal(description)
{
    public string Error => error;

    public int Status { get; init; } = StatusCodes.Status400BadRequest;

    /// <summary>What waited behind the page is gone: its hour is over, or somebody went on with it.</summary>
    public static PageProblem Expired(string how = "open the app you came from once more") =>
        new("invalid_request", $"Request expired, please start over and try again: {how}.");
}
