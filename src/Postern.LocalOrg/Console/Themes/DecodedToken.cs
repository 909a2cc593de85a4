using System.Buffers.Text;
using System.Text.Json;
using Postern.LocalOrg.Explaining;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>A token with its claims, and where each of them comes from.</summary>
static class DecodedToken
{
    static readonly Dictionary<string, string> Always = new(StringComparer.Ordinal)
    {
        ["iss"] = "the authorization server", ["aud"] = "the server's audience; of an ID token the app", ["ver"] = "always 1",
        ["jti"] = "made for this token", ["iat"] = "the org's clock", ["cid"] = "the app's client id", ["uid"] = "the user's id",
        ["auth_time"] = "when the user signed in", ["amr"] = "how the user signed in", ["idp"] = "the org's id",
        ["at_hash"] = "half a hash of the access token", ["nonce"] = "what the app sent",
        ["sid"] = "the sign-in that apps of a device share",
        ["sub"] = "the user's id", ["name"] = "the profile, by the scope profile", ["email"] = "the profile, by the scope email",
        ["preferred_username"] = "the login, by the scope profile", ["groups"] = "the user's groups", ["acr"] = "what the app asked for",
    };

    public static async Task<Markup> OfAsync(string heading, string token, Explainer explainer, CancellationToken ct)
    {
        var explanation = await explainer.ExplainAsync(token, ct);
        return Markup.Of(
            $"""
            <h2>{heading}</h2>
            {ConsoleParts.Command(token)}
            {ConsoleParts.Table("Its claims", ["Claim", "Value", "Where from"], Part(token, 1).Select(claim => Row(claim, explanation)))}
            {ConsoleParts.Table(
                "Its header",
                ["Member", "Value"],
                Part(token, 0).Select(member => new[] { ConsoleParts.Code(member.Name), ConsoleParts.Code(member.Value.ToString()) }))}
            {(explanation is null ? Markup.None : ExplanationParts.Policies(explanation))}
            """);
    }

    static Markup[] Row(JsonProperty claim, Explanation? explanation) =>
    [
        ConsoleParts.Code(claim.Name), Value(claim), ConsoleParts.Text(From(claim.Name, explanation)),
    ];

    static string From(string name, Explanation? explanation)
    {
        var rule = explanation?.AccessPolicies.SelectMany(policy => policy.Rules).FirstOrDefault(rule => rule.Decides)?.Name;
        return explanation?.Claims.FirstOrDefault(claim => claim.Name == name) is { } own ? $"{own.From} ({own.Says})"
            : name is "scp" ? rule is null ? "what was asked for" : $"given by the rule {rule}"
            : name is "exp" ? rule is null ? "the fixed lifetime" : $"the lifetime by the rule {rule}"
            : Always.GetValueOrDefault(name, "the user's profile");
    }

    static Markup Value(JsonProperty claim) =>
        claim.Name is "iat" or "exp" or "auth_time" && claim.Value.TryGetInt64(out var seconds)
            ? Markup.Of($"<code>{seconds}</code> {ConsoleParts.Instant(seconds)}")
            : ConsoleParts.Code(claim.Value.ToString());

    static List<JsonProperty> Part(string token, int part)
    {
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[part]));
        return [.. json.RootElement.Clone().EnumerateObject()];
    }
}
