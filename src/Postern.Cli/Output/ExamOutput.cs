using Postern.LocalOrg;

namespace Postern.Cli;

/// <summary>Prints what came of an exam: what is at fault stands out.</summary>
static class ExamOutput
{
    public static void Write(Terminal io, ExamReport report, string format)
    {
        switch (format)
        {
            case "json":
                io.Write(report.ToJson().ToText(JsonLayout.Indented));
                break;
            case "junit":
                io.Write(report.ToJUnit());
                break;
            default:
                WriteFor(io, report);
                break;
        }
    }

    static void WriteFor(Terminal io, ExamReport report)
    {
        io.Print($"{report.Call} answers {report.GoodStatus} to the good token.");
        var width = report.Results.Select(result => result.Name.Length).DefaultIfEmpty().Max();
        foreach (var result in report.Results)
        {
            io.Print(
                $"{io.OnOutput(StyleOf(result.Verdict))}{Word(result.Verdict).PadRight("skipped".Length)}{io.OnOutput(Style.Plain)}  " +
                $"{result.Name.PadRight(width)}  {(result.Status > 0 ? result.Status : 0),3}  {result.Sent} {result.Remark}");
            if (result is { IsFault: true, Fix: { } fix })
                io.Print($"{"",7}  {"".PadRight(width)}  {"",3}  {fix}");
        }

        if (report.IsPassed)
            io.Print($"{io.OnOutput(Style.Green)}{report.Summary}{io.OnOutput(Style.Plain)}");
    }

    static string Word(ExamVerdict verdict) => verdict switch
    {
        ExamVerdict.Taken => "TAKEN",
        ExamVerdict.WronglyAnswered => "wrong",
        ExamVerdict.Remarked => "remark",
        ExamVerdict.Right => "right",
        _ => "skipped",
    };

    static Style StyleOf(ExamVerdict verdict) => verdict switch
    {
        ExamVerdict.Taken or ExamVerdict.WronglyAnswered => Style.Red,
        ExamVerdict.Right => Style.Green,
        _ => Style.Grey,
    };
}
