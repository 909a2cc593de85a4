using System.Globalization;
using System.Text;
using System.Xml;

namespace Postern.LocalOrg.Examining;

/// <summary>Writes an exam as build servers read tests: a case for each question, a failure for each fault.</summary>
static class JUnit
{
    const string ClassName = "postern.exam";

    public static string Of(ExamReport report)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new() { Indent = true, OmitXmlDeclaration = true, CheckCharacters = false }))
            Write(xml, report);
        return text.ToString();
    }

    static void Write(XmlWriter xml, ExamReport report)
    {
        var skipped = report.Results.Count(result => result.Verdict is ExamVerdict.NotAsked);
        xml.WriteStartElement("testsuite");
        Write(xml, "name", $"postern exam {report.Call}");
        Write(xml, "tests", report.Results.Count + 1);
        Write(xml, "failures", report.Faults.Count);
        Write(xml, "errors", report.CannotTell is null ? 0 : 1);
        Write(xml, "skipped", skipped);
        WriteGood(xml, report);
        foreach (var result in report.Results)
            Write(xml, result);
        xml.WriteEndElement();
    }

    static void WriteGood(XmlWriter xml, ExamReport report)
    {
        Begin(xml, "goodToken");
        if (report.CannotTell is { } why)
        {
            xml.WriteStartElement("error");
            Write(xml, "message", why);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    static void Write(XmlWriter xml, ExamResult result)
    {
        Begin(xml, result.Name);
        switch (result.Verdict)
        {
            case ExamVerdict.NotAsked:
                xml.WriteStartElement("skipped");
                Write(xml, "message", result.Remark ?? "");
                xml.WriteEndElement();
                break;
            case ExamVerdict.Taken or ExamVerdict.WronglyAnswered:
                xml.WriteStartElement("failure");
                Write(xml, "type", result.Verdict is ExamVerdict.Taken ? "taken" : "wronglyAnswered");
                Write(xml, "message", ExamWords.Told(result));
                xml.WriteString(result.Fix ?? "");
                xml.WriteEndElement();
                break;
            case ExamVerdict.Remarked:
                xml.WriteElementString("system-out", ExamWords.Told(result));
                break;
        }

        xml.WriteEndElement();
    }

    static void Begin(XmlWriter xml, string name)
    {
        xml.WriteStartElement("testcase");
        Write(xml, "classname", ClassName);
        Write(xml, "name", name);
    }

    static void Write(XmlWriter xml, string name, int value) =>
        xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    static void Write(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, value);
}
