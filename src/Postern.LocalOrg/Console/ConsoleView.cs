namespace Postern.LocalOrg.Console;

/// <summary>A page of the console, without what every page has.</summary>
/// <param name="Section">The part of the console that it belongs to, as the navigation has it.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Body">What is below that.</param>
sealed record ConsoleView(string Section, string Title, Markup Body)
{
    /// <summary>Of a page whose parts are renewed while it is looked at: the last request that it knows of.</summary>
    public long? Mark { get; init; }

    /// <summary>What goes wrong with what was sent, to be told above everything.</summary>
    public string? Problem { get; init; }

    public int Status { get; init; } = 200;
}
