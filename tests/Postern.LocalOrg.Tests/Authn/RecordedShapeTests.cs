using System.Text.Json;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>
/// What Okta's own test data shows that a real org answered, beside what ours answers: the same names, holding the same kinds of value.
/// </summary>
public sealed class RecordedShapeTests
{
    /// <summary>Not Okta's: the recordings' own wrapping.</summary>
    const string Wrapping = "headers";

    /// <summary>Absent from a recording whose user never had a password set.</summary>
    const string Optional = "passwordChanged";

    [Theory]
    [InlineData("success-001.json", "ada@example.com")]
    [InlineData("mfa-required-email.json", "max@example.com")]
    [InlineData("mfa-all-factors.json", "max@example.com")]
    [InlineData("mfa-enroll-sms.json", "nora@example.com")]
    [InlineData("error-authentication-failed.json", "nobody@example.com")]
    public async Task Our_answer_has_the_recorded_shape(string recording, string login)
    {
        var recorded = Recorded(recording);

        var ours = await AnswerForAsync(login);

        if (recorded.TryGetProperty("status", out var status))
            ours.GetProperty("status").GetString().ShouldBe(status.GetString());
        Differences("$", ours, recorded).ShouldBeEmpty();
        recorded.EnumerateObject().Select(member => member.Name).Except([Wrapping, "_links"])
            .ShouldBe(ours.EnumerateObject().Select(member => member.Name).Except(["_links"]), ignoreOrder: true);
    }

    [Fact]
    public async Task Our_password_policy_has_the_recorded_shape()
    {
        var recorded = Recorded("recovery-answer.json").GetProperty("_embedded").GetProperty("policy").GetProperty("complexity");

        var ours = await AnswerForAsync("eve@example.com");

        Differences("$", ours.GetProperty("_embedded").GetProperty("policy").GetProperty("complexity"), recorded).ShouldBeEmpty();
    }

    static async Task<JsonElement> AnswerForAsync(string login)
    {
        var nora = new SeedUser
        {
            Id = "00u1noraNofactor0005",
            Login = "nora@example.com",
            Password = The.Password,
            State = UserState.MfaRequired,
        };
        await using var org = await LocalOrg.StartAsync(
            new() { Seed = OrgSeed.Default with { Users = [.. OrgSeed.Default.Users, nora] } }, The.Ct);
        using var http = new Browserless(org);
        return (await http.AuthenticateAsync(login)).Json;
    }

    static JsonElement Recorded(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Postern.slnx")))
            root = root.Parent;
        var file = Path.Combine(root?.FullName ?? "", "..", "shared", "fixtures", "authn", name);
        Assert.SkipUnless(
            File.Exists(file), "The recorded Okta answers are kept beside the repository, in ../shared/fixtures, and are not here.");
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement;
    }

    static IEnumerable<string> Differences(string path, JsonElement ours, JsonElement recorded)
    {
        if (Kind(ours) != Kind(recorded))
            return [$"{path} is {Kind(ours)} but was recorded as {Kind(recorded)}"];

        return ours.ValueKind switch
        {
            JsonValueKind.Object => ours.EnumerateObject().SelectMany(member => recorded.TryGetProperty(member.Name, out var there)
                ? Differences($"{path}.{member.Name}", member.Value, there)
                : member.Name is Optional ? [] : [$"{path}.{member.Name} was not recorded"]),
            JsonValueKind.Array =>
                ours.EnumerateArray()
                    .SelectMany((element, i) => Alike(element, recorded) is { } there ? Differences($"{path}[{i}]", element, there) : []),
            _ => [],
        };
    }

    /// <summary>Of a recorded list, the entry for the same type of factor where there is one.</summary>
    static JsonElement? Alike(JsonElement ours, JsonElement recorded)
    {
        var entries = recorded.EnumerateArray().ToList();
        if (ours.ValueKind is not JsonValueKind.Object || !ours.TryGetProperty("factorType", out var type))
            return entries.Count > 0 ? entries[0] : null;

        var same = entries.FindIndex(entry => entry.GetProperty("factorType").GetString() == type.GetString());
        return entries[same < 0 ? ^1 : same];
    }

    static string Kind(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "Boolean" : value.ValueKind.ToString();
}
