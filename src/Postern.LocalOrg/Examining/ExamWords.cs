using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Examining;

/// <summary>Says what came of an exam: to people in lines, to programs in JSON.</summary>
static class ExamWords
{
    public static string Of(ExamVerdict verdict) => verdict switch
    {
        ExamVerdict.Taken => "TAKEN",
        ExamVerdict.WronglyAnswered => "wrong",
        ExamVerdict.Remarked => "remark",
        ExamVerdict.Right => "right",
        _ => "skipped",
    };

    public static string Summary(ExamReport report)
    {
        if (report.CannotTell is { } why)
            return $"The exam cannot be held. {why}";

        var (taken, wrong) = (Count(report, ExamVerdict.Taken), Count(report, ExamVerdict.WronglyAnswered));
        var asked = report.Results.Count - Count(report, ExamVerdict.NotAsked);
        return report.IsPassed
            ? string.Create(CultureInfo.InvariantCulture, $"The API has passed: it refused all that it must, of {asked} questions.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The API has not passed: of {asked} questions it let in {taken} that it must refuse, and answered {wrong} wrongly.");
    }

    public static IEnumerable<string> Lines(ExamReport report)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{report.Call}: {report.GoodStatus} for the good token");
        var width = report.Results.Select(result => result.Name.Length).DefaultIfEmpty().Max();
        foreach (var result in report.Results)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{Of(result.Verdict),-7}  {result.Name.PadRight(width)}  {result.Status,3}  {Told(result)}");
            if (result is { IsFault: true, Fix: { } fix })
                yield return $"{new string(' ', width + 16)}{fix}";
        }
    }

    public static JsonObject Json(ExamReport report)
    {
        var json = new JsonObject { ["passed"] = report.IsPassed, ["call"] = report.Call, ["goodStatus"] = report.GoodStatus };
        Add(json, "cannotTell", report.CannotTell);
        json["summary"] = report.Summary;
        json["results"] = new JsonArray([.. report.Results.Select(JsonNode? (result) => Json(result))]);
        return json;
    }

    /// <summary>What was sent, and what there is to say of the answer.</summary>
    public static string Told(ExamResult result) => result.Remark is { } remark ? $"{result.Sent} {remark}" : result.Sent;

    static JsonObject Json(ExamResult result)
    {
        var json = new JsonObject
        {
            ["name"] = result.Name,
            ["verdict"] = JsonNamingPolicy.CamelCase.ConvertName(result.Verdict.ToString()),
            ["status"] = result.Status,
            ["sent"] = result.Sent,
        };
        Add(json, "remark", result.Remark);
        Add(json, "fix", result.Fix);
        return json;
    }

    static void Add(JsonObject json, string name, string? value)
    {
        if (value is not null)
            json[name] = value;
    }

    static int Count(ExamReport report, ExamVerdict verdict) => report.Results.Count(result => result.Verdict == verdict);
}
