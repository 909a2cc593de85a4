using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Explaining;

/// <summary>What is to be explained, as far as it has been found out.</summary>
sealed class Asked
{
    public required string Of { get; init; }

    public RecordedRequest? Request { get; init; }

    public bool HasServer { get; init; }

    /// <summary>Null: the org's own.</summary>
    public string? ServerId { get; init; }

    public string? ClientId { get; init; }

    public User? User { get; init; }

    /// <summary>One, or the two of a hybrid flow; none where it was about no tokens.</summary>
    public IReadOnlyList<string> GrantTypes { get; set; } = [];

    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>Whether none were named, and the server's default ones are meant.</summary>
    public bool AreDefaults { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The claims of the token that is explained.</summary>
    public JsonElement? Token { get; init; }

    public List<string> Remarks { get; } = [];

    public AccessQuestion Question => new(ClientId!, User, GrantTypes, new(Scopes, AreDefaults));

    public TokenGrant GrantOf(AuthorizationServer server) => new()
    {
        Server = server, ClientId = ClientId!, User = User, GrantType = GrantTypes[0], Scopes = Scopes, Lifetimes = TokenLifetimes.Org,
        Methods = Token?.TryGetProperty("amr", out var methods) is true
            ? [.. methods.EnumerateArray().Select(method => method.GetString()!)]
            : [],
    };
}
