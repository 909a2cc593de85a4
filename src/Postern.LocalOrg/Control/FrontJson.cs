using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.LocalOrg;

/// <summary>The org's front page for a program.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FrontBody))]
sealed partial class FrontJson : JsonSerializerContext
{
    /// <summary>Commands can be read as they stand.</summary>
    public static FrontJson Wire =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>Who the org is; the rest is for those who may use the control surface.</summary>
sealed record FrontBody
{
    public required string Name { get; init; }
    public required string Url { get; init; }
    public required IReadOnlyList<string> Issuers { get; init; }
    public IReadOnlyList<FrontApp>? Apps { get; init; }
    public IReadOnlyList<FrontUser>? Users { get; init; }
    public string? ControlUrl { get; init; }
    public IReadOnlyList<string>? Commands { get; init; }
}

/// <summary>An app, with its secret where that is the demo seed's.</summary>
sealed record FrontApp
{
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public required string ClientId { get; init; }
    public string? ClientSecret { get; init; }
    public required IReadOnlyList<string> RedirectUris { get; init; }

    public override string ToString() => ClientId;
}

/// <summary>A user, with a password where that is the demo seed's.</summary>
sealed record FrontUser
{
    public required string Login { get; init; }
    public required string State { get; init; }
    public string? Password { get; init; }

    public override string ToString() => Login;
}
