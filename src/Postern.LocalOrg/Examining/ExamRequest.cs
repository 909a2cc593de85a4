namespace Postern.LocalOrg;

/// <summary>The call that an exam makes, over and over, with one token after the other.</summary>
public sealed record ExamRequest
{
    /// <summary>Of an operation that needs a token; where the <see cref="HttpClient"/> has a base address, a path will do.</summary>
    public required string Url { get; init; }

    /// <summary>GET, unless said otherwise. The good token is sent once, and whatever the API takes is carried out.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Null: none.</summary>
    public string? Body { get; init; }

    /// <summary>Of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Whatever else the API wants; <c>Authorization</c> is the exam's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>
    /// What the API answers to the good token, where that is no success: 404, if nothing lies there. Null: any status from 200 to 299.
    /// </summary>
    public int? GoodStatus { get; init; }

    /// <summary>Whether the call needs the scopes of the good token: only then can an API be asked to miss them.</summary>
    public bool NeedsScopes { get; init; }

    /// <summary>Method and address, which may hold a secret in its query: without that.</summary>
    public override string ToString() => $"{Method} {Url.Split('?', '#')[0]}";
}
