using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Postern.Cli;

/// <summary>A part of a settings file, with the line it begins in.</summary>
abstract record SettingsNode(int Line)
{
    /// <summary>Null for what stands there unquoted and says nothing, as after a colon at the end of a line.</summary>
    public sealed record Text(string? Value, int Line) : SettingsNode(Line)
    {
        public override string ToString() => "a text";
    }

    public sealed record Many(IReadOnlyList<SettingsNode> Items, int Line) : SettingsNode(Line);

    public sealed record Map(IReadOnlyList<SettingsMember> Members, int Line) : SettingsNode(Line)
    {
        public SettingsNode? this[string name] => Members.FirstOrDefault(member => member.Name == name)?.Value;
    }
}

/// <summary>A name and what stands behind it.</summary>
sealed record SettingsMember(string Name, int Line, int Column, SettingsNode Value);

/// <summary>Reads settings files: names, texts and lists. What YAML has besides is refused where it stands.</summary>
sealed class SettingsYaml
{
    const int Deepest = 6;

    readonly string _file;
    readonly Parser _parser;

    SettingsYaml(string text, string file) => (_file, _parser) = (file, new(new StringReader(text)));

    /// <summary>Empty where nothing is in it.</summary>
    /// <exception cref="UsageException">It is no such file.</exception>
    public static SettingsNode.Map Read(string text, string file)
    {
        try
        {
            return new SettingsYaml(text, file).Root();
        }
        catch (YamlException wrong)
        {
            throw new UsageException(
                $"{file}:{Tab(text) ?? wrong.Start.Line}: it is no YAML from here on: {wrong.Message.TrimEnd('.')}.",
                "Two spaces indent, a tab does not; a text with a colon or a # in it stands in quotes.");
        }
    }

    // The parser says where the block begins that the tab is in.
    static long? Tab(string text)
    {
        var at = Array.FindIndex(text.Split('\n'), line => line.AsSpan(0, line.Length - line.TrimStart().Length).Contains('\t'));
        return at < 0 ? null : at + 1;
    }

    SettingsNode.Map Root()
    {
        _parser.MoveNext();
        if (!_parser.MoveNext() || _parser.Current is StreamEnd)
            return new([], 1);

        _parser.MoveNext();
        return Node(0) switch
        {
            SettingsNode.Map map => map,
            SettingsNode.Text { Value: null } => new([], 1),
            var other => throw Refused(other.Line, "here should be a name, a colon and a value, such as org: https://dev-1.okta.com."),
        };
    }

    SettingsNode Node(int depth)
    {
        var at = _parser.Current!;
        var line = (int)at.Start.Line;
        if (depth > Deepest || at is AnchorAlias or NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false })
            throw Refused(line, "aliases, anchors, tags and deeper levels than six are not read here: write out what is meant.");

        return at switch
        {
            Scalar scalar => new SettingsNode.Text(IsNothing(scalar) ? null : scalar.Value, line),
            SequenceStart => new SettingsNode.Many(Items(depth), line),
            MappingStart => new SettingsNode.Map(Members(depth), line),
            _ => throw Refused(line, "nothing stands here that could be read."),
        };
    }

    List<SettingsNode> Items(int depth)
    {
        List<SettingsNode> items = [];
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
            items.Add(Node(depth + 1));
        return items;
    }

    List<SettingsMember> Members(int depth)
    {
        List<SettingsMember> members = [];
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            if (_parser.Current is not Scalar { Value: var name, Start: var start })
                throw Refused((int)_parser.Current!.Start.Line, "here should be a name before a colon.");
            if (members.FirstOrDefault(member => member.Name == name) is { } before)
                throw Refused((int)start.Line, $"{name} is there twice: also in line {before.Line}. Leave one out.");

            _parser.MoveNext();
            members.Add(new(name, (int)start.Line, (int)start.Column, Node(depth + 1)));
        }

        return members;
    }

    static bool IsNothing(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    UsageException Refused(int line, string why) => new($"{_file}:{line}: {why}", "docs/settings.md shows what such a file says.");
}
