using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Postern.Client;

/// <summary>
/// Which placeholder stands for which value in one cassette. Two passes over the same exchanges: the first learns what must not be told,
/// the second tells everything else.
/// </summary>
sealed partial class Disguise(FieldKinds kinds)
{
    readonly Dictionary<string, Alias> _byValue = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _numbers = [];
    readonly List<Token> _tokens = [];
    Words _words = new([]);
    Dictionary<string, string> _hashes = [];

    /// <summary>The first pass: says the value itself.</summary>
    public string Learn(string name, string value, FieldKind kind)
    {
        if (value.Length > 0)
            LearnFilled(name, value, kind);
        return value;
    }

    /// <summary>Between the passes.</summary>
    public void EndLearning()
    {
        _words = new([.. _byValue.Select(pair => (pair.Key, pair.Value.Name)).Where(pair => FieldKinds.IsPeculiar(pair.Key))]);
        _hashes = new(_byValue.Where(pair => !pair.Value.IsAnything)
            .SelectMany(_ => Derivation.Hashes, (pair, hash) =>
                KeyValuePair.Create(Derivation.Apply(hash, pair.Key), new Placeholder(pair.Value.Name, hash).ToString()))
            .DistinctBy(pair => pair.Key));
    }

    /// <summary>The second pass: says what stands in its place.</summary>
    public string Tell(string name, string value, FieldKind kind)
    {
        if (value.Length == 0)
            return "";
        if (kind == FieldKind.Hash)
            return _hashes.GetValueOrDefault(value) ?? Named(name, value).ToString();
        if (kind != FieldKind.Plain && kind != FieldKind.Time)
            return Named(name, value).ToString();

        // A login may be a word, and is a person's where somebody is named.
        return _byValue.TryGetValue(value, out var alias) && (FieldKinds.IsPeculiar(value) || name is "sub")
            ? alias.ToString()
            : _words.Hide(value);
    }

    /// <summary>The tokens that were learned, by the names that stand for them: what they said, and no signature.</summary>
    public JsonObject Tokens(DateTimeOffset began)
    {
        var members = new MemberWriter(kinds, Tell);
        return new(_tokens.Select(token => KeyValuePair.Create<string, JsonNode?>(token.Name, new JsonObject
        {
            ["header"] = members.Write("", token.Header, began),
            ["claims"] = members.Write("", token.Claims, token.IssuedAt ?? began),
        })));
    }

    /// <summary>The last look at a whole cassette: whatever is left of a secret in a place where none was looked for.</summary>
    public string Scrub(string text) => _words.Replace(text);

    void LearnFilled(string name, string value, FieldKind kind)
    {
        if (kind == FieldKind.Volatile)
            _byValue.TryAdd(value, new(Stem(name), IsAnything: true));
        else if (kind == FieldKind.Secret)
            LearnSecret(name, value);
        else if (kind == FieldKind.Personal)
            Named(PersonalStem(value), value);
        else if (kind == FieldKind.Plain)
            LearnWithin(value);
    }

    void LearnSecret(string name, string value)
    {
        var isNew = !_byValue.ContainsKey(value);
        var alias = Named(name, value);
        if (!isNew || Jwt.TryRead(value, name) is not { } token)
            return;

        var known = new Token(alias.Name, JsonObject.Create(token.Header)!, JsonObject.Create(token.Claims)!)
        {
            IssuedAt = token.Time("iat"),
        };
        _tokens.Add(known);
        var members = new MemberWriter(kinds, Learn);
        _ = members.Write("", known.Header, at: null);
        _ = members.Write("", known.Claims, at: null);
    }

    // Text may carry an address, and an address what a parameter would.
    void LearnWithin(string value)
    {
        if (kinds.FindsPeople && value.Contains('@'))
        {
            foreach (var person in FieldKinds.EmailAddress().Matches(value).Select(match => match.Value))
                Named(PersonalStem(person), person);
        }

        foreach (Match pair in NamedValue().Matches(value))
        {
            var told = Uri.UnescapeDataString(pair.Groups["value"].Value);
            if (kinds.OfParameter(pair.Groups["name"].Value, told) == FieldKind.Secret)
                LearnSecret(pair.Groups["name"].Value, told);
        }

        if (value.StartsWith("eyJ", StringComparison.Ordinal) && Jwt.TryRead(value, "token") is not null)
            LearnSecret("token", value);
        else if (value.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(value, UriKind.Absolute, out var url))
            _ = new ExchangeWriter(kinds, Learn).Location(url.AbsoluteUri);
    }

    Alias Named(string name, string value)
    {
        if (_byValue.TryGetValue(value, out var known))
            return known;

        var stem = Stem(name);
        _numbers[stem] = _numbers.GetValueOrDefault(stem) + 1;
        return _byValue[value] = new($"{stem}-{_numbers[stem]}", IsAnything: false);
    }

    // In a sentence, or an address within it.
    [GeneratedRegex("""(?<![\w-])(?<name>[A-Za-z_]+)=(?<value>[^&#\s"'<>]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex NamedValue();

    static string PersonalStem(string value) => value switch
    {
        _ when value.Contains('@') => "user",
        _ when value.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '.' or 'X' or 'x' or '*') => "phone",
        _ => "name",
    };

    static string Stem(string name)
    {
        var stem = string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_'));
        return stem is "" or Placeholder.Braces ? "value" : stem;
    }

    sealed record Alias(string Name, bool IsAnything)
    {
        public override string ToString() => new Placeholder(Name, "").ToString();
    }

    sealed record Token(string Name, JsonObject Header, JsonObject Claims)
    {
        public DateTimeOffset? IssuedAt { get; init; }

        public override string ToString() => Name;
    }

    /// <summary>Every peculiar value in every way that it may be written, the longest first, since one may be part of another.</summary>
    sealed class Words
    {
        readonly IReadOnlyList<(string Written, string Told, bool IsNumber)> _all;

        public Words(IReadOnlyList<(string Value, string Name)> values) => _all =
        [
            .. values.SelectMany(value => Derivation.Encodings.Select(encoding =>
                    (Written: Derivation.Apply(encoding, value.Value), Told: new Placeholder(value.Name, encoding).ToString(),
                        IsNumber: value.Value.All(char.IsAsciiDigit))))
                .DistinctBy(word => word.Written).OrderByDescending(word => word.Written.Length),
        ];

        public string Hide(string text)
        {
            var escaped = text.Replace("{{", $"{{{{{Placeholder.Braces}}}}}", StringComparison.Ordinal);
            return Replace(escaped);
        }

        public string Replace(string text)
        {
            foreach (var (written, told, isNumber) in _all)
            {
                if (text.Contains(written, StringComparison.Ordinal))
                    text = string.Concat(Placeholder.Parts(text).Select(part =>
                        part.Placeholder is null ? Replaced(part.Text, written, told, isNumber) : part.Text));
            }

            return text;
        }

        // Six digits of a longer number are no code.
        static string Replaced(string text, string written, string told, bool isNumber)
        {
            for (
                var at = text.IndexOf(written, StringComparison.Ordinal); at >= 0; at = text.IndexOf(written, at, StringComparison.Ordinal))
            {
                var end = at + written.Length;
                var isPart = isNumber && ((at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]))
                    || (end < text.Length && char.IsAsciiLetterOrDigit(text[end])));
                text = isPart ? text : text[..at] + told + text[end..];
                at += isPart ? written.Length : told.Length;
            }

            return text;
        }
    }
}
