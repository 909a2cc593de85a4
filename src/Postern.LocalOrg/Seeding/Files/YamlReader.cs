using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Postern.LocalOrg;

/// <summary>
/// Makes nodes of YAML, or of JSON, which is YAML too. Anchors and tags are refused: a seed that says everything where it stands can be
/// read by everybody, and no file of ten lines becomes a million users.
/// </summary>
sealed class YamlReader
{
    const int Deepest = 32;

    readonly SeedFaults _faults;
    readonly Parser _parser;

    YamlReader(string text, SeedFaults faults) => (_faults, _parser) = (faults, new(new StringReader(text)));

    /// <summary>Null where it is no YAML, which is told, or holds nothing.</summary>
    public static SeedNode? Read(string text, SeedFaults faults)
    {
        if (text.IndexOfAny(['\0', '\x1b']) is >= 0 and var at)
        {
            faults.Add("", PlaceOf(text, at), "here is a control character, which no text has.");
            return null;
        }

        var reader = new YamlReader(text, faults);
        try
        {
            return reader.Document();
        }
        catch (Stop stop)
        {
            faults.Add("", stop.At, stop.Message);
            return null;
        }
        catch (YamlException wrong)
        {
            var (place, because) = Explain(text, wrong);
            faults.Add("", place, because);
            return null;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException or OverflowException)
        {
            // Where the parser has no words of its own.
            faults.Add("", reader._parser.Current is { } last ? At(last.End) : SeedPlace.Start, "from here on it is no YAML.");
            return null;
        }
    }

    SeedNode? Document()
    {
        Next<StreamStart>();
        if (_parser.MoveNext() && _parser.Current is StreamEnd)
            return null;

        _parser.MoveNext();
        var root = Node("", 0);
        _parser.MoveNext();
        if (_parser.MoveNext() && _parser.Current is DocumentStart { Start: var second })
            _faults.Add("", At(second), "here begins a second document: a seed is one.");
        return root;
    }

    SeedNode Node(string path, int depth)
    {
        var parsed = _parser.Current!;
        if (depth > Deepest)
            throw new Stop(parsed.Start, $"this lies deeper than {Deepest} levels: no seed does.");
        if (parsed is AnchorAlias)
            throw new Stop(parsed.Start, "here is an alias (*…), which a seed cannot have: write out what it stands for.");
        if (parsed is NodeEvent { Anchor.IsEmpty: false })
            _faults.Add(path, At(parsed.Start), "has an anchor (&…), which a seed cannot have: leave it out.");
        if (parsed is NodeEvent { Tag.IsEmpty: false })
            _faults.Add(path, At(parsed.Start), "has a tag (!…), which a seed cannot have: leave it out.");
        return parsed switch
        {
            Scalar scalar => new SeedNode.Text(scalar.Value, scalar.Style is ScalarStyle.Plain, At(scalar.Start)),
            SequenceStart => new SeedNode.Many(Items(path, depth), At(parsed.Start)),
            MappingStart => new SeedNode.Map(Members(path, depth), At(parsed.Start)),
            _ => throw new InvalidOperationException("No node begins here."),
        };
    }

    List<SeedNode> Items(string path, int depth)
    {
        List<SeedNode> items = [];
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
            items.Add(Node($"{path}[{items.Count}]", depth + 1));
        return items;
    }

    List<SeedMember> Members(string path, int depth)
    {
        Dictionary<string, SeedMember> members = new(StringComparer.Ordinal);
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            if (_parser.Current is not Scalar { Value: var name, Start: var start })
                throw new Stop(_parser.Current!.Start, "here should be a name: a text before a colon.");

            _parser.MoveNext();
            var inner = path is "" ? name : $"{path}.{name}";
            var member = new SeedMember(name, At(start), Node(inner, depth + 1));
            if (!members.TryAdd(name, member))
                _faults.Add(
                    inner,
                    member.At,
                    string.Create(CultureInfo.InvariantCulture, $"is there twice: also in line {members[name].At.Line}. Leave one out."));
        }

        return [.. members.Values];
    }

    void Next<T>()
    {
        if (!_parser.MoveNext() || _parser.Current is not T)
            throw new InvalidOperationException("The stream does not begin.");
    }

    static (SeedPlace At, string Because) Explain(string text, YamlException wrong)
    {
        var lines = text.Split('\n');
        for (var i = Math.Max((int)wrong.Start.Line - 1, 0); i < Math.Min((int)wrong.End.Line + 1, lines.Length); i++)
            if (lines[i].AsSpan(0, lines[i].Length - lines[i].TrimStart().Length).IndexOf('\t') is >= 0 and var tab)
                return (new(i + 1, tab + 1), "a tab indents this line, which YAML does not allow: use spaces.");

        var because = $"{char.ToLowerInvariant(wrong.Message[0])}{wrong.Message[1..].TrimEnd('.')}";
        return (At(wrong.Start), $"it is no YAML from here on: {because}.");
    }

    static SeedPlace At(Mark mark) => new((int)mark.Line, (int)mark.Column);

    static SeedPlace PlaceOf(string text, int index) =>
        new(text.AsSpan(0, index).Count('\n') + 1, index - text.AsSpan(0, index).LastIndexOf('\n'));

    /// <summary>What comes after it is not looked at.</summary>
    sealed class Stop(Mark at, string message) : Exception(message)
    {
        public SeedPlace At { get; } = YamlReader.At(at);
    }
}
