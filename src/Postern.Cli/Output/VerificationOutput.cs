using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary>Prints every check of a token with its verdict, or all of it as JSON.</summary>
static class VerificationOutput
{
    public static string Subject(TokenVerification verification) => verification.Kind switch
    {
        TokenKind.AccessToken => "access token",
        TokenKind.IdToken => "ID token",
        _ => "token",
    };

    public static string Json(TokenVerification verification)
    {
        var json = new JsonObject { ["valid"] = verification.IsValid, ["kind"] = Subject(verification) };
        json["checks"] = new JsonArray([.. verification.Checks.Select(check => (JsonNode?)Json(check))]);
        if (verification.Header.ValueKind is JsonValueKind.Object)
            json["header"] = JsonObject.Create(verification.Header);
        if (verification.Claims.ValueKind is JsonValueKind.Object)
            json["claims"] = JsonObject.Create(verification.Claims);

        return json.ToText(JsonLayout.Indented);
    }

    public static void WriteFor(Terminal io, TokenVerification verification, string? audience)
    {
        var width = verification.Checks.Max(check => check.Name.Length);
        foreach (var check in verification.Checks)
            io.Print(
                $"{io.OnOutput(StyleOf(check.Verdict))}{Word(check.Verdict).PadRight("skipped".Length)}{io.OnOutput(Style.Plain)}  " +
                $"{check.Name.PadRight(width)}  {check.Explanation}");

        io.Print($"The {Subject(verification)} is {Conclusion(verification, audience)}");
    }

    static string Conclusion(TokenVerification verification, string? audience) =>
        verification.Checks.Count(check => check.Verdict is Verdict.Failed) switch
        {
            > 0 and var failed => $"not good: {failed} of {verification.Checks.Count} checks failed.",
            _ when audience is not null => $"good for {audience}.",
            _ when verification.Kind is TokenKind.AccessToken => "good for whomever it is meant for: no --audience was given.",
            _ => "good.",
        };

    static JsonObject Json(TokenCheck check)
    {
        var json = new JsonObject { ["check"] = check.Name, ["verdict"] = Word(check.Verdict), ["explanation"] = check.Explanation };
        json.AddPresent("hint", check.Hint);
        json.AddPresent("expected", check.Expected);
        json.AddPresent("actual", check.Actual);
        return json;
    }

    static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    static Style StyleOf(Verdict verdict) => verdict switch
    {
        Verdict.Passed => Style.Green,
        Verdict.Failed => Style.Red,
        _ => Style.Grey,
    };
}
