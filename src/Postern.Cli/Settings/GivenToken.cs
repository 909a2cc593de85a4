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

    public static GivenToken Bare(string text, string? type) => new() { Value = PrintedTokens.Bare(text), Type = type };

    /// <summary>One of what was printed, by its name on the wire, or the bare token that the text is.</summary>
    public static GivenToken Read(string text, string? type, string preferred, string flag) =>
        PrintedTokens.Members(text) is { } printed ? Choose(printed, type ?? preferred, flag) : Bare(text, type);

    public static GivenToken From(JsonObject json, string token, string type) => new()
    {
        Value = token,
        Type = type,
        Issuer = json.Text("issuer"),
        ClientId = json.Text(Parameters.ClientId),
        Beside = json,
    };

    static GivenToken Choose(JsonObject json, string type, string flag)
    {
        if (json.Text(type) is { Length: > 0 } token)
            return From(json, token, type);

        throw PrintedTokens.AreClaims(json)
            ? new UsageException(
                "The input is a token's claims, and not the token.",
                "Print the token with --output json, raw, header or env; of claims alone, 'postern decode' shows what they say.")
            : new UsageException($"There is no {type} in the input.", Hint(json, type, flag));
    }

    static string Hint(JsonObject json, string type, string flag)
    {
        var others = json.Select(member => member.Key)
            .Where(name => name.EndsWith("_token", StringComparison.Ordinal) || name is Parameters.DeviceSecret).ToList();
        if (type is Parameters.RefreshToken)
            return "To get one, offline_access must be among the --scopes that 'postern token' asks for the tokens with, and the app " +
                "must be allowed refresh tokens.";

        return others.Count is 0
            ? "Pass on what the command before it printed, unchanged; if that failed, its error is above."
            : $"It has {string.Join(", ", others)}; choose with {flag}.";
    }

    // Where it was issued, unless flags say otherwise: a token is worth nothing elsewhere, whatever the environment names.
    public ServerAddress Address(OrgChoice choice, Terminal io)
    {
        if (Issuer is null || choice.Org is not null || choice.Issuer is not null)
            return choice.Require(io);

        var address = ServerAddress.ParseIssuer(Issuer, "The input's issuer");
        return (choice.AuthServer is null ? choice with { Issuer = Issuer } : choice with { Org = address.OrgUrl }).Require(io);
    }

    // The type of a bare token is not known: it may be any.
    public void Require(string type, string taker)
    {
        if (Type is not null && Type != type)
            throw new UsageException(
                $"{taker} takes an {Named(type)}, and no {Named(Type)}.",
                $"Choose with --token {type.Replace("_token", "", StringComparison.Ordinal)}.");
    }

    static string Named(string type) => type is Parameters.IdToken ? "ID token" : type.Replace('_', ' ');

    public override string ToString() => Type ?? "a token";
}
