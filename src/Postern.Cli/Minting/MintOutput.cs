using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Tokens in the shapes that load generators read.</summary>
static class MintOutput
{
    public static string[] Shapes { get; } = ["csv", "jsonl", "k6", "jmeter", "tokens"];

    /// <param name="to">Where they go, one after the other.</param>
    /// <param name="made">Those that have tokens.</param>
    /// <param name="shape">One of <see cref="Shapes"/>.</param>
    public static void Write(Stream to, IEnumerable<MintRecord> made, string shape)
    {
        using var writer = new StreamWriter(to, leaveOpen: true);
        foreach (var part in Parts(made, shape))
            writer.Write(part);
    }

    static IEnumerable<string> Parts(IEnumerable<MintRecord> made, string shape) => shape switch
    {
        "jsonl" => Lines([], made.Select(record => Json(record).ToText(JsonLayout.OneLine))),
        "k6" => InBrackets(made.Select(record => ForK6(record).ToText(JsonLayout.Indented))),
        "jmeter" => Lines([Csv.Row("username", Parameters.AccessToken)], made.Select(record => Csv.Row(record.Login, Access(record)))),
        "tokens" => Lines([], made.Select(Access)),
        _ => Lines([Head], made.Select(ForSpreadsheets)),
    };

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

    static IEnumerable<string> Lines(IEnumerable<string> head, IEnumerable<string> lines) => head.Concat(lines).Select(line => $"{line}\n");

    static IEnumerable<string> InBrackets(IEnumerable<string> items)
    {
        var before = "[";
        foreach (var item in items)
        {
            yield return $"{before}\n  {item.ReplaceLineEndings("\n  ")}";
            before = ",";
        }

        yield return before is "[" ? "[]\n" : "\n]\n";
    }
}
