using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using Spectre.Console;

namespace Postern.Cli;

/// <summary>Shows what two orgs have in common and what not: a table, JSON, or JUnit's XML for CI.</summary>
static class ComparisonOutput
{
    const int Widest = 200;

    public static void WriteTable(Terminal io, IReadOnlyList<Point> points, bool all)
    {
        var shown = points.Where(point => all || point.Differences.Count > 0).ToList();
        if (io.OutputIsTerminal && shown.Count > 0)
            WriteForPeople(io, shown);
        else
            WriteLines(io, shown);

        foreach (var skipped in points.Where(point => point.Skipped is not null).GroupBy(point => point.Skipped))
            io.Say($"skipped: {string.Join(", ", skipped.Select(point => $"{point.Area}, {point.Name}"))}: {skipped.Key}");
        io.Say($"{Summary(points)}");
    }

    public static string Json(IReadOnlyList<Point> points) => new JsonObject
    {
        ["same"] = points.All(point => point.Differences.Count == 0),
        ["points"] = new JsonArray([.. points.Select(point => (JsonNode)Json(point))]),
    }.ToText(JsonLayout.Indented);

    public static string JUnit(IReadOnlyList<Point> points)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var xml = XmlWriter.Create(text, new() { Indent = true, OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            WriteCounts(xml, "postern org diff", points);
            foreach (var area in points.GroupBy(point => point.Area))
            {
                xml.WriteStartElement("testsuite");
                WriteCounts(xml, area.Key, [.. area]);
                foreach (var point in area)
                    WriteCase(xml, point);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }

    static string Summary(IReadOnlyList<Point> points) => string.Create(
        CultureInfo.InvariantCulture,
        $"{points.Count} compared: {points.Count(point => point.Verdict is "same")} same, " +
        $"{points.Count(point => point.Verdict is "differs")} differ, {points.Count(point => point.Verdict is "skipped")} skipped");

    static void WriteForPeople(Terminal io, List<Point> points)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("where", "what", "local", "other");
        foreach (var point in points)
        {
            foreach (var difference in Rows(point))
                table.AddRow(
                    Screen.Line($"{point.Area}, {point.Name}"),
                    Screen.Line($"{difference.What}"),
                    Screen.Line($"{Cut(difference.Local)}"),
                    Screen.Line($"{Cut(difference.Other)}"));
        }

        Screen.On(io).Write(table);
    }

    static void WriteLines(Terminal io, List<Point> points)
    {
        foreach (var point in points)
        {
            foreach (var difference in Rows(point))
                io.Print(
                    $"{point.Area}, {point.Name}: {difference.What}\t{Cut(difference.Local)}\t{Cut(difference.Other)}");
        }
    }

    static IEnumerable<Difference> Rows(Point point) =>
        point.Differences.Count > 0 ? point.Differences : [new(point.Verdict, "", "")];

    static string Cut(string? text) => text switch
    {
        null => "(not there)",
        { Length: > Widest } => $"{text[..Widest]}…",
        _ => text,
    };

    static JsonObject Json(Point point)
    {
        var json = new JsonObject { ["area"] = point.Area, ["name"] = point.Name, ["verdict"] = point.Verdict };
        json.AddPresent("why", point.Skipped);
        if (point.Differences.Count > 0)
            json["differences"] = new JsonArray([.. point.Differences.Select(difference => (JsonNode)Json(difference))]);
        return json;
    }

    static JsonObject Json(Difference difference)
    {
        var json = new JsonObject { ["what"] = difference.What };
        json.AddPresent("local", difference.Local);
        json.AddPresent("other", difference.Other);
        return json;
    }

    static void WriteCounts(XmlWriter xml, string name, IReadOnlyList<Point> points)
    {
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("tests", Number(points.Count));
        xml.WriteAttributeString("failures", Number(points.Count(point => point.Verdict is "differs")));
        xml.WriteAttributeString("skipped", Number(points.Count(point => point.Verdict is "skipped")));
    }

    static void WriteCase(XmlWriter xml, Point point)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", $"postern.org.diff.{point.Area}");
        xml.WriteAttributeString("name", Legible(point.Name));
        if (point.Skipped is { } why)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Legible(why));
            xml.WriteEndElement();
        }

        if (point.Differences.Count > 0)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", $"{Number(point.Differences.Count)} differences: {Legible(point.Differences[0].What)}");
            xml.WriteString(string.Join('\n', point.Differences.Select(difference =>
                $"{Legible(difference.What)}: local {Legible(Cut(difference.Local))}; other {Legible(Cut(difference.Other))}")));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // XML has no way to say a control character.
    static string Legible(string text) => SafeText.Line(text);
}
