using System.Text.Json;

namespace Postern.LocalOrg;

/// <summary>
/// What the members of a seed are called in a file: the words of the code in camel case, and what names others by name has no "ids" in its
/// own: <c>GroupIds</c> is <c>groups</c>.
/// </summary>
sealed class SeedNames : JsonNamingPolicy
{
    const string Ids = "Ids";

    public static readonly SeedNames Policy = new();

    public override string ConvertName(string name) => OfCamel(CamelCase.ConvertName(name));

    /// <summary>Of a path in the rules' words.</summary>
    public static string OfPath(string path) => string.Join('.', path.Split('.').Select(OfStep));

    static string OfStep(string step) => step.IndexOf('[', StringComparison.Ordinal) is >= 0 and var end
        ? OfCamel(step[..end]) + step[end..]
        : OfCamel(step);

    static string OfCamel(string name) => name switch
    {
        "clientIds" => "apps",
        "authorizationServers" => "servers",
        _ when name.EndsWith(Ids, StringComparison.Ordinal) => name[..^Ids.Length] + "s",
        _ => name,
    };
}
