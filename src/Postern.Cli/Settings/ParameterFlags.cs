using System.CommandLine;

namespace Postern.Cli;

/// <summary>The flag that adds parameters of one's own to a request.</summary>
sealed class ParameterFlags(string description) : IFlags
{
    readonly Option<string[]> _parameters = new("--param")
    {
        HelpName = "NAME=VALUE",
        Description = description,
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        _parameters.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.IndexOf('=') < 1))
                result.AddError("--param wants NAME=VALUE.");
        });
        command.Add(_parameters);
    }

    public IReadOnlyList<KeyValuePair<string, string>> Read(ParseResult parse) =>
        (parse.GetValue(_parameters) ?? []).Select(Split).ToList();

    public static Dictionary<string, string> Once(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var once = new Dictionary<string, string>();
        foreach (var (name, value) in parameters)
        {
            if (!once.TryAdd(name, value))
                throw new UsageException(
                    $"--param {name} is given twice.", "Give it once; several values of one parameter are separated by spaces.");
        }

        return once;
    }

    static KeyValuePair<string, string> Split(string parameter)
    {
        var equals = parameter.IndexOf('=');
        return new(parameter[..equals], parameter[(equals + 1)..]);
    }
}
