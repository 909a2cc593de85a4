using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>Prints what the doctor finds, line by line as it is found, or all of it as JSON.</summary>
static class DoctorOutput
{
    const string Indent = "        ";

    public static void WriteFor(Terminal io, Finding finding)
    {
        var (style, plain) = (io.OnOutput(StyleOf(finding.Health)), io.OnOutput(Style.Plain));
        io.Print(
            $"{style}{Mark(finding.Health)}{plain}  {finding.At.Name.PadRight(Checkpoint.LongestName)}  {finding.Said}" +
            $"{(finding.Reason is null ? "" : $" [{finding.Reason.Id}]")}");
        if (finding.Health is not Health.Wrong)
            return;

        if (finding.Reason is { } reason)
            io.Print($"{Indent}cause: {FlagHints.InFlags(reason.Cause)}");
        if (finding.Remedy is { } remedy)
            io.Print($"{Indent}remedy: {remedy}");
        if (finding.Reason is { LooksLike: [_, ..] others })
            io.Print($"{Indent}It may also be {string.Join(", ", others)}, which look the same from here.");
    }

    public static void Conclude(Terminal io, Examination exam)
    {
        var (wrong, unclear) = (Count(exam, Health.Wrong), Count(exam, Health.CannotTell));
        var looked = $"{exam.Findings.Count} things looked at{(unclear is 0 ? "" : $", {unclear} of which cannot be told")}";
        io.Print(wrong is 0 ? $"{looked}; nothing wrong." : $"{looked}; {wrong} wrong: {string.Join(", ", WrongNames(exam))}.");
    }

    public static string Json(Examination exam, string? issuer)
    {
        var json = new JsonObject
        {
            ["verdict"] = Word(exam.IsWrong ? Health.Wrong : Health.Ok),
            ["code"] = ExitCodes.WordFor(exam.ExitCode),
        };
        json.AddPresent("issuer", issuer);
        json["findings"] = new JsonArray([.. exam.Findings.Select(finding => (JsonNode?)Json(finding))]);
        return json.ToText(JsonLayout.Indented);
    }

    static JsonObject Json(Finding finding)
    {
        var json = new JsonObject
        {
            ["probe"] = finding.At.Probe,
            ["name"] = finding.At.Name,
            ["verdict"] = Word(finding.Health),
            ["said"] = finding.Said,
        };
        json.AddPresent("id", finding.Reason?.Id);
        if (finding is { Health: Health.Wrong, Reason: { } reason })
            json["cause"] = FlagHints.InFlags(reason.Cause);
        json.AddPresent("remedy", finding.Remedy);
        if (finding.Reason is { LooksLike: [_, ..] others })
            json["looksLike"] = new JsonArray([.. others.Select(id => (JsonNode?)id)]);
        return json;
    }

    static IEnumerable<string> WrongNames(Examination exam) =>
        exam.Findings.Where(finding => finding.Health is Health.Wrong)
            .Select(finding => finding.Reason is { } reason ? $"{finding.At.Name} ({reason.Id})" : finding.At.Name);

    static int Count(Examination exam, Health health) => exam.Findings.Count(finding => finding.Health == health);

    static string Word(Health health) => health switch
    {
        Health.Ok => "ok",
        Health.Wrong => "wrong",
        _ => "cannot tell",
    };

    // As wide as each other.
    static string Mark(Health health) => health switch
    {
        Health.Ok => "ok   ",
        Health.Wrong => "wrong",
        _ => "?    ",
    };

    static Style StyleOf(Health health) => health switch
    {
        Health.Ok => Style.Green,
        Health.Wrong => Style.Red,
        _ => Style.Grey,
    };
}
