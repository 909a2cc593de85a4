namespace Postern.Cli;

/// <summary>A request that both orgs are sent; <c>{client}</c>, <c>{redirect_uri}</c> and <c>{login}</c> are each org's own.</summary>
sealed record Probe(string Area, string Name, HttpMethod Method, string Path)
{
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)>? Form { get; init; }

    public string? Json { get; init; }

    public string? Authorization { get; init; }

    public bool IsForBrowser { get; init; }

    public override string ToString() => $"{Method} {Path}";
}
