using System.Globalization;
using System.Text;

namespace Postern.LocalOrg.Console.SignIns;

/// <summary>
/// Draws a sign-in: who called on the left, the parts of the org on the right, each request with its answer below. Across in per cent and
/// down in pixels, so that the letters keep their size on a phone.
/// </summary>
sealed class Diagram
{
    const int MostSteps = 80;
    const int Line = 17;

    /// <summary>As many as a phone shows in a line.</summary>
    const int Letters = 42;

    readonly List<RecordedRequest> _steps;
    readonly List<string> _callers;
    readonly List<string> _areas;
    readonly IReadOnlyDictionary<string, string> _reasons;
    readonly StringBuilder _drawn = new();
    int _y;

    /// <param name="story">The sign-in.</param>
    /// <param name="reasons">By the id of a request: what decided about it.</param>
    Diagram(Story story, IReadOnlyDictionary<string, string> reasons)
    {
        _steps = [.. story.Steps.Take(MostSteps)];
        _callers = [.. _steps.Select(CallerOf).Distinct().Take(3)];
        _areas = [.. _steps.Select(Areas.Of).Distinct()];
        _reasons = reasons;
    }

    public static Markup Of(Story story, IReadOnlyDictionary<string, string> reasons) => new Diagram(story, reasons).Draw(story);

    Markup Draw(Story story)
    {
        var top = 16 + (Line * Math.Max(_callers.Count, Math.Min(_areas.Count, 2)));
        _y = top + 8;
        foreach (var (number, step) in _steps.Index())
            Add(number + 1, step);
        var body = new Markup(_drawn.ToString());
        var more = story.Steps.Count > MostSteps
            ? Markup.Of($"<p>{story.Steps.Count - MostSteps} more requests are not drawn.</p>")
            : Markup.None;
        return Markup.Of(
            $"""
            <svg class="flow" height="{_y}" role="group" aria-label="{story.Steps.Count} requests, in their order">
            <defs>
            {Head("ask-head", "head")}{Head("answer-head", "said")}{Head("no-head", "bad-head")}
            </defs>
            {Markup.Each(_callers.Index(), caller => Lane(CallerX(caller.Item), 14 + (Line * caller.Index), "start", caller.Item))}
            {Markup.Each(_areas.Index(), area => Lane(AreaX(area.Item), 14 + (Line * (area.Index % 2)), "middle", area.Item))}
            {body}
            </svg>
            {more}
            """);
    }

    static Markup Head(string id, string look) => Markup.Of(
        $"<marker id=\"{id}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" " +
        $"orient=\"auto-start-reverse\"><path d=\"M0 0 8 4 0 8z\" class=\"{look}\"/></marker>");

    Markup Lane(int x, int y, string anchor, string name) => Markup.Of(
        $"<line class=\"lane\" x1=\"{x}%\" x2=\"{x}%\" y1=\"{y + 6}\" y2=\"{_y}\"/><text class=\"who\" " +
        $"x=\"{(anchor is "start" ? Math.Max(0, x - 2) : x)}%\" y=\"{y}\" text-anchor=\"{anchor}\">{name}</text>");

    void Add(int number, RecordedRequest step)
    {
        var isNo = Story.IsNo(step);
        var asked = StepNotes.Asked(step);
        var said = StepNotes.Answered(step);
        _drawn.Append(
            CultureInfo.InvariantCulture,
            $"<a href=\"{ConsolePaths.Request(step.Id)}\"{(isNo ? " class=\"no\"" : "")}>");
        _y += Line;
        Write("", $"{number}. {step.Method} {Middle(step.Path, Letters - step.Method.Length - 5)}");
        foreach (var note in asked)
            WriteNote("note", note);
        Arrow("ask", CallerX(CallerOf(step)), AreaX(Areas.Of(step)), "ask-head");
        Write("said", $"{step.Status} {step.Error ?? (isNo ? step.Outcome : "")}".TrimEnd());
        foreach (var note in said)
            WriteNote("note", note);
        foreach (
            var why in StepNotes.Why(step).Append(_reasons.GetValueOrDefault(step.Id)).Where(why => why is { Length: > 0 })
                .SelectMany(why => Lines(why!)))
            WriteNote("why", why);
        Arrow("answer", AreaX(Areas.Of(step)), CallerX(CallerOf(step)), isNo ? "no-head" : "answer-head");
        _drawn.Append("</a>\n");
    }

    void Write(string look, string text)
    {
        _drawn.Append(Markup.Of($"<text class=\"{look}\" x=\"5%\" y=\"{_y}\">{text}</text>").Text);
        _y += 4;
    }

    void WriteNote(string look, string text)
    {
        _y += Line - 4;
        Write(look, Middle(text, Letters));
    }

    void Arrow(string look, int from, int to, string head)
    {
        _y += 6;
        _drawn.Append(
            Markup.Of($"<line class=\"{look}\" x1=\"{from}%\" x2=\"{to}%\" y1=\"{_y}\" y2=\"{_y}\" marker-end=\"url(#{head})\"/>").Text);
        _y += Line;
    }

    int CallerX(string caller) => 2 + (7 * Math.Max(0, _callers.IndexOf(caller)));

    int AreaX(string area) => _areas.Count == 1 ? 80 : 40 + (46 * _areas.IndexOf(area) / (_areas.Count - 1));

    static string CallerOf(RecordedRequest step) => step.Sent.GetValueOrDefault("User-Agent") switch
    {
        null => "Program",
        var agent when agent.StartsWith("Mozilla/", StringComparison.Ordinal) => "Browser",
        var agent => agent.Split('/', ' ')[0],
    };

    /// <summary>On as many lines as it takes, up to four.</summary>
    static IEnumerable<string> Lines(string text)
    {
        var line = "";
        var lines = new List<string>();
        foreach (var word in text.Split(' '))
            if (line.Length + word.Length + 1 > Letters && line.Length > 0)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }

        lines.Add(line);
        return lines.Take(4);
    }

    static string Middle(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, most / 2), "…", text.AsSpan(text.Length - (most / 2) + 1));
}
