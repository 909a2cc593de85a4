using System.Text.Json;

namespace Postern.LocalOrg;

/// <summary>Sends a GET to a tenant, and follows a list from page to page. It is asked one thing after the other.</summary>
public delegate Task<TenantAnswer> TenantReader(TenantQuestion question, CancellationToken ct);

/// <summary>What an import wants to know of a tenant.</summary>
public sealed record TenantQuestion
{
    /// <summary>For people: <c>groups</c>.</summary>
    public required string About { get; init; }

    /// <summary>Below the tenant's address, with its query: <c>/api/v1/groups?limit=200</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Of a list: so many will do. Default: all.</summary>
    public int? Most { get; init; }
}

/// <summary>What a tenant answered.</summary>
public sealed record TenantAnswer
{
    /// <summary>Of HTTP; of a list, that of its last page.</summary>
    public required int Status { get; init; }

    /// <summary>Of a list, the items of all its pages in one array. Null: there was none, or no JSON.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Whether a list has more than was wanted. Default false.</summary>
    public bool HasMore { get; init; }
}
