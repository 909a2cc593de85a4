namespace Postern.LocalOrg.Html;

/// <summary>What the first page of a sign-in shows, and those that it leads to where nobody has said who they are.</summary>
/// <param name="Key">Of what waits behind the sign-in.</param>
sealed record FirstPage(string Key)
{
    /// <summary>The app that waits; null: none does.</summary>
    public string? AppId { get; init; }

    /// <summary>As it was typed, or as the app thinks.</summary>
    public string? Login { get; init; }

    public string? Problem { get; init; }

    /// <summary>What has been done, where that is no problem.</summary>
    public string? Notice { get; init; }

    /// <summary>By which Identity Engine's clients sign in behind the page.</summary>
    public string? StateToken { get; init; }

    public override string ToString() => $"first page for {AppId ?? "nobody"}";
}
