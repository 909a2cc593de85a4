using System.Text.Json;

namespace Postern.Benchmarks;

/// <summary>A server to be measured, as it describes itself in one line of JSON when it listens.</summary>
sealed record Target
{
    public const string Scope = "openid%20profile%20email";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    public required string Name { get; init; }
    public required string Url { get; init; }
    public required string AuthorizePath { get; init; }
    public required string TokenPath { get; init; }
    public required string IntrospectionPath { get; init; }
    public required string KeysPath { get; init; }
    public required TargetService Service { get; init; }
    public required TargetApp App { get; init; }

    /// <summary>By <see cref="FlowKind.Key"/>.</summary>
    public required Dictionary<string, TargetFlow> Flows { get; init; }

    public required string Note { get; init; }

    /// <summary>What a form says besides the parameters, where a form is all that sign-in takes.</summary>
    public string? AuthorizeForm { get; init; }

    /// <summary>What gets a session token, where one begins a session.</summary>
    public string? Authn { get; init; }

    /// <summary>Who vouches for it over HTTPS.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>
    /// Whether it refuses a caller's 5,000th request in an hour, a caller being whoever brings the same bearer token, good or not.
    /// </summary>
    public bool CountsCallers { get; init; }

    /// <summary>A header that makes somebody else of the caller now and then, where that matters.</summary>
    public string Caller(int number) => CountsCallers ? $"Authorization: Bearer caller-{Environment.ProcessId}-{number / 200}\r\n" : "";

    public static Target Read(string line) =>
        JsonSerializer.Deserialize<Target>(line, Json) ?? throw new InvalidDataException("That describes no server: " + line);

    public string Write() => JsonSerializer.Serialize(this, Json);
}

/// <summary>A client with a secret that acts for itself.</summary>
sealed record TargetService
{
    public required string ClientId { get; init; }
    public required string Secret { get; init; }

    /// <summary>What a token request says besides its grant type.</summary>
    public required string Form { get; init; }

    /// <summary>The same for a token that can be introspected, where that is another.</summary>
    public string? IntrospectedForm { get; init; }
}

/// <summary>A public client for people.</summary>
sealed record TargetApp
{
    public required string ClientId { get; init; }
    public required string RedirectUri { get; init; }

    /// <summary>The client that gets refresh tokens, where that is another.</summary>
    public string? RefreshingClientId { get; init; }
}

/// <summary>What a server does in a flow, and what it does not do that the local org does.</summary>
sealed record TargetFlow
{
    public required string Does { get; init; }
    public string? Lacks { get; init; }
}
