using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Tokens in the shapes that load generators read.</summary>
static class MintOutput
{
    public static string[] Shapes { get; } = ["csv", "jsonl", "k6", "jmeter", "tokens"];

    public static string Write(IEnumerable<MintRecord> records, string shape)
    {
        var made = records.Where(record => record.Tokens is not null).ToList();
        return shape switch
        {
            "jsonl" => Lines(made.Select(record => Json(record).ToText(JsonLayout.OneLine))),
            "k6" => $"{new JsonArray([.. made.Select(record => (JsonNode?)ForK6(record))]).ToText(JsonLayout.Indented)}\n",
            "jmeter" => Lines([
                Csv.Row("username", Parameters.AccessToken), .. made.Select(record => Csv.Row(record.Login, Access(record))),
            ]),
            "tokens" => Lines(made.Select(Access)),
            _ => Lines([Head, .. made.Select(ForSpreadsheets)]),
        };
    }

    static string Head { get; } =
        Csv.Row("username", Parameters.AccessToken, Parameters.IdToken, Parameters.RefreshToken, "expires_at", Parameters.Scope);

    static string ForSpreadsheets(MintRecord record)
    {
        var tokens = record.Tokens!;
        return Csv.Row(
            record.Login, Access(record), tokens.IdToken ?? "", tokens.RefreshToken ?? "", Words.Instant(tokens.ExpiresAt),
            string.Join(' ', tokens.Scopes));
    }

    static JsonObject Json(MintRecord record)
    {
        var json = new JsonObject { ["username"] = record.Login };
        MintRecord.AddTo(json, record.Tokens!);
        return json;
    }

    // One array, which a SharedArray holds once for all virtual users.
    static JsonObject ForK6(MintRecord record) => new()
    {
        ["username"] = record.Login, ["token"] = Access(record), ["expires_at"] = Words.Instant(record.Tokens!.ExpiresAt),
    };

    static string Access(MintRecord record) => record.Tokens?.AccessToken ?? "";

    static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{line}\n"));
}
