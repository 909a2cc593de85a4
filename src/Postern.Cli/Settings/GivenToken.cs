using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>A token to work on, with what an earlier command printed beside it.</summary>
sealed record GivenToken
{
    public required string Value { get; init; }

    /// <summary>Its name on the wire, where that is known.</summary>
    public string? Type { get; init; }

    public string? Issuer { get; init; }
    public string? ClientId { get; init; }
    public JsonObject Beside { get; init; } = [];

    public static GivenToken Bare(string text, string? type)
    {
        var token = text.Trim();
        return new() { Value = token.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? token[7..].Trim() : token, Type = type };
    }

    public static GivenToken From(JsonObject json, string token, string type) => new()
    {
        Value = token,
        Type = type,
        Issuer = json.Text("issuer"),
        ClientId = json.Text(Parameters.ClientId),
        Beside = json,
    };

    // Where it was issued, unless flags say otherwise: a token is worth nothing elsewhere, whatever the environment names.
    public OrgAddress Address(OrgChoice choice, Terminal io)
    {
        if (Issuer is null || choice.Org is not null || choice.Issuer is not null)
            return choice.Require(io);

        var address = OrgAddress.ParseIssuer(Issuer, "The input's issuer");
        return (choice.AuthServer is null ? choice with { Issuer = Issuer } : choice with { Org = address.OrgUrl }).Require(io);
    }

    // A bare token may be of any type.
    public void Require(string type, string taker)
    {
        if (Type is not null && Type != type)
            throw new UsageException($"{taker} takes an {Named(type)}, and no {Named(Type)}.", $"Choose with --token {type.Replace("_token", "", StringComparison.Ordinal)}.");
    }

    static string Named(string type) => type is Parameters.IdToken ? "ID token" : type.Replace('_', ' ');

    public override string ToString() => Type ?? "a token";
}
