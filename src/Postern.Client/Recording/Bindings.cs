using System.Text.RegularExpressions;

namespace Postern.Client;

/// <summary>
/// What the placeholders of a cassette mean in one replay: values that the run has sent, and those that it was given. What is known only by
/// its hash is held to it once it is known.
/// </summary>
sealed class Bindings
{
    readonly Dictionary<string, string> _values;
    readonly Dictionary<(string Name, string Filter), string> _derived;

    public Bindings()
        : this([], [])
    {
    }

    Bindings(Dictionary<string, string> values, Dictionary<(string, string), string> derived) => (_values, _derived) = (values, derived);

    public string? Find(string name) => _values.GetValueOrDefault(name);

    public string? FindDerived(Placeholder placeholder) => _derived.GetValueOrDefault((placeholder.Name, placeholder.Filter));

    /// <summary>To try with.</summary>
    public Bindings Copy() => new(new(_values), new(_derived));

    public void Bind(string name, string value) => _values[name] = value;

    /// <summary>Whether a value fits a template, by what is known; what is learned of it is kept.</summary>
    public bool Fits(string template, string value)
    {
        var parts = Placeholder.Parts(template).ToList();
        return parts switch
        {
            [] => value.Length == 0,
            [(_, { } whole)] => Fits(whole, value),
            _ when parts.TrueForAll(part => part.Placeholder is null) => template == value,
            _ => FitsParts(parts, value),
        };
    }

    bool FitsParts(List<(string Text, Placeholder? Placeholder)> parts, string value)
    {
        var pattern = string.Concat(parts.Select(part => part.Placeholder is null ? Regex.Escape(part.Text) : "(.+?)"));
        var match = Regex.Match(value, $"^{pattern}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return match.Success
            && parts.Where(part => part.Placeholder is not null).Index()
                .All(part => Fits(part.Item.Placeholder!, match.Groups[part.Index + 1].Value));
    }

    bool Fits(Placeholder placeholder, string value)
    {
        if (placeholder.Name == Placeholder.Braces)
            return value == "{{";
        if (placeholder.IsAnything)
            return value.Length > 0;
        if (Derivation.Undo(placeholder.Filter, value) is { } raw)
            return FitsRaw(placeholder.Name, raw);
        if (Find(placeholder.Name) is { } known)
            return Derivation.Apply(placeholder.Filter, known) == value;

        return _derived.TryAdd((placeholder.Name, placeholder.Filter), value) || FindDerived(placeholder) == value;
    }

    bool FitsRaw(string name, string value)
    {
        if (Find(name) is { } known)
            return known == value;
        if (value.Length == 0 || _derived.Any(pair => pair.Key.Name == name && Derivation.Apply(pair.Key.Filter, value) != pair.Value))
            return false;

        _values[name] = value;
        return true;
    }
}
