using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml.Linq;

namespace Postern.Client.Tests.Wire;

/// <summary>
/// Whatever the library hands out may end in a log or an assertion's message: nothing prints what its own documentation calls secret, nor
/// what has a secret's name on the wire.
/// </summary>
public sealed class PrintingTests
{
    static readonly HashSet<string> Documented = Secrets();

    public static TheoryData<string> Printed => [.. typeof(OktaClient).Assembly.GetExportedTypes().Where(HoldsSecrets).Select(Name)];

    [Theory]
    [MemberData(nameof(Printed))]
    public void A_secret_is_not_printed(string name)
    {
        var type = typeof(OktaClient).Assembly.GetExportedTypes().Single(known => Name(known) == name);
        var filled = Filled(type);

        var printed = filled.ToString()!;

        foreach (var secret in Texts(type).Where(IsSecret))
            printed.ShouldNotContain(Marker(secret));
    }

    [Fact]
    public void What_its_documentation_calls_secret_is_known() =>
        Documented.ShouldContain("P:Postern.Client.AuthnTransaction.Success.SessionToken");

    [Fact]
    public void A_link_is_printed_without_what_its_query_holds()
    {
        var link = new AuthnLink { Name = "next", Href = "https://example.okta.com/login/token/redirect?stateToken=00state" };

        link.ToString().ShouldBe("next https://example.okta.com/login/token/redirect");
    }

    static string Name(Type type) => type.FullName!["Postern.Client.".Length..];

    static bool HoldsSecrets(Type type) => type is { IsClass: true, IsAbstract: false } && Texts(type).Any(IsSecret);

    // Those that are kept: what is worked out of others prints what they print.
    static IEnumerable<PropertyInfo> Texts(Type type) => type.GetProperties().Where(
        property => property.PropertyType == typeof(string) && FieldOf(property) is not null);

    // What the org answered to an attempt is no answer of the user's.
    static bool IsSecret(PropertyInfo property) => property.DeclaringType != typeof(SignInAttempt)
        && (Documented.Contains($"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}")
        || SecretNames.IsSecretField(JsonNamingPolicy.CamelCase.ConvertName(property.Name))
        || SecretNames.IsSecretField(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)));

    static FieldInfo? FieldOf(PropertyInfo property) => property.DeclaringType!.GetField(
        $"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic);

    static string Marker(PropertyInfo property) => $"the-{property.Name}-in-clear";

    static object Filled(Type type)
    {
        var made = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var text in Texts(type))
            FieldOf(text)!.SetValue(made, Marker(text));
        foreach (var list in type.GetProperties().Where(property => property.PropertyType is { IsGenericType: true } generic
            && generic.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)))
            FieldOf(list)?.SetValue(made, Array.CreateInstance(list.PropertyType.GenericTypeArguments[0], 0));
        return made;
    }

    static HashSet<string> Secrets() =>
    [
        .. XDocument.Load(Path.ChangeExtension(typeof(OktaClient).Assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Element("summary")?.Value.Trim().StartsWith("Secret", StringComparison.Ordinal) == true)
            .Select(member => member.Attribute("name")!.Value),
    ];
}
